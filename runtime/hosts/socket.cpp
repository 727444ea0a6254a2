// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/socket.hpp"

#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace omma::hosts {

Descriptor::~Descriptor() {
  if (number_ >= 0) close(number_);
}

Result<std::pair<Socket, Socket>> Socket::pair() {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return fail(Code::unavailable, std::string("socketpair: ") + std::strerror(errno));
  return std::pair(Socket(Descriptor(ends[0])), Socket(Descriptor(ends[1])));
}

bool Socket::send(std::span<const std::byte> message, int descriptor_to_pass) const {
  iovec part{const_cast<std::byte*>(message.data()), message.size()};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> extra{};
  if (descriptor_to_pass >= 0) {
    header.msg_control = extra.data();
    header.msg_controllen = extra.size();
    cmsghdr* passed = CMSG_FIRSTHDR(&header);
    passed->cmsg_level = SOL_SOCKET;
    passed->cmsg_type = SCM_RIGHTS;
    passed->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(passed), &descriptor_to_pass, sizeof(int));
  }
  const ssize_t sent = sendmsg(get(), &header, MSG_NOSIGNAL | MSG_DONTWAIT);
  return sent == static_cast<ssize_t>(message.size());
}

bool Socket::send_in_time(std::span<const std::byte> message) const {
  while (!send(message)) {
    pollfd room{get(), POLLOUT, 0};
    if (errno != EAGAIN && errno != EINTR) return false;
    if (poll(&room, 1, -1) > 0 && (room.revents & POLLHUP) != 0) return false;
  }
  return true;
}

Socket::Heard Socket::receive(std::span<std::byte> into,
                              std::optional<std::chrono::milliseconds> limit,
                              std::span<const std::byte>& message) {
  if (limit_ != limit) {
    const auto time = limit.value_or(std::chrono::milliseconds(0));  // 0: no limit
    const timeval value{time.count() / 1000, time.count() % 1000 * 1000};
    setsockopt(get(), SOL_SOCKET, SO_RCVTIMEO, &value, sizeof(value));
    limit_ = limit;
  }
  for (;;) {
    const ssize_t count = recv(get(), into.data(), into.size(), 0);
    if (count > 0) {
      message = into.first(static_cast<std::size_t>(count));
      return Heard::message;
    }
    if (count < 0 && errno == EINTR) continue;
    return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? Heard::nothing : Heard::closed;
  }
}

bool Socket::receive_passed(std::span<std::byte> into, std::span<const std::byte>& message,
                            Descriptor& passed) const {
  iovec part{into.data(), into.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> extra{};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = extra.data();
  header.msg_controllen = extra.size();
  ssize_t count = -1;
  do count = recvmsg(get(), &header, MSG_CMSG_CLOEXEC);
  while (count < 0 && errno == EINTR);
  if (count <= 0) return false;
  const cmsghdr* found = CMSG_FIRSTHDR(&header);
  int descriptor = -1;
  if (found != nullptr && found->cmsg_type == SCM_RIGHTS)
    std::memcpy(&descriptor, CMSG_DATA(found), sizeof(int));
  passed = Descriptor(descriptor);
  message = into.first(static_cast<std::size_t>(count));
  return true;
}

bool Socket::await(std::chrono::nanoseconds limit) const {
  pollfd ready{get(), POLLIN, 0};
  const auto whole = std::chrono::floor<std::chrono::seconds>(limit);
  const timespec time{whole.count(), (limit - whole).count()};
  return ppoll(&ready, 1, &time, nullptr) > 0;
}

bool Socket::look(std::span<std::byte> into, std::chrono::nanoseconds time,
                  std::span<const std::byte>& message) const {
  constexpr std::chrono::microseconds taken{100};
  auto now = std::chrono::steady_clock::now();
  for (const auto end = now + time; now < end;) {
    const ssize_t count = recv(get(), into.data(), into.size(), MSG_DONTWAIT);
    if (count > 0) {
      message = into.first(static_cast<std::size_t>(count));
      return true;
    }
    if (count == 0) return false;
    sched_yield();
    const auto before = std::exchange(now, std::chrono::steady_clock::now());
    if (now - before > taken) return false;
  }
  return false;
}

void Socket::shut() const { shutdown(get(), SHUT_RDWR); }

void Socket::refuse() const { shutdown(get(), SHUT_RD); }

bool Socket::hung_up() const {
  pollfd state{get(), 0, 0};
  return get() < 0 || poll(&state, 1, 0) != 0;
}

}  // namespace omma::hosts
