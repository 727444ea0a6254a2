// SPDX-License-Identifier: Apache-2.0
#include "runtime/frames/mat_allocator.hpp"

#include <opencv2/core/core_c.h>
#include <algorithm>

namespace omma {
namespace {

constexpr std::size_t smallest_slot_mat = 256;  // bytes; below it a slot would be mostly empty

thread_local Slab* scope_slab = nullptr;

/// Bytes of a new matrix; fills its steps the way OpenCV's own allocator does.
std::size_t lay_out(int dims, const int* sizes, int type, std::size_t* step) {
  std::size_t total = CV_ELEM_SIZE(type);
  for (int i = dims - 1; i >= 0; --i) {
    if (step != nullptr) step[i] = total;
    total *= static_cast<std::size_t>(sizes[i]);
  }
  return total;
}

class SlotAllocator final : public cv::MatAllocator {
 public:
  // NOLINTNEXTLINE(readability-function-size): the parameters are OpenCV's
  cv::UMatData* allocate(int dims, const int* sizes, int type, void* data, std::size_t* step,
                         cv::AccessFlag flags, cv::UMatUsageFlags usage) const override {
    const std::size_t total = lay_out(dims, sizes, type, nullptr);
    if (scope_slab == nullptr || data != nullptr || total < smallest_slot_mat) {
      return plain()->allocate(dims, sizes, type, data, step, flags, usage);
    }
    SlotRef slot = scope_slab->try_take(total);
    if (!slot) return plain()->allocate(dims, sizes, type, data, step, flags, usage);
    lay_out(dims, sizes, type, step);
    return wrap(std::move(slot), total);
  }

  bool allocate(cv::UMatData* data, cv::AccessFlag, cv::UMatUsageFlags) const override {
    return data != nullptr;
  }

  void deallocate(cv::UMatData* data) const override {
    if (data == nullptr) return;
    SlotRef::adopt(static_cast<Slot*>(data->userdata));
    data->userdata = nullptr;
    delete data;
  }

  cv::UMatData* wrap(SlotRef slot, std::size_t bytes) const {
    auto* data = new cv::UMatData(this);
    data->data = data->origdata = reinterpret_cast<uchar*>(slot->bytes);
    data->size = bytes;
    data->userdata = slot.release();
    return data;
  }

 private:
  static cv::MatAllocator* plain() { return cv::Mat::getStdAllocator(); }
};

/// Never destroyed: matrices of static storage may outlive everything else.
const SlotAllocator* slots() {
  static auto* allocator = new SlotAllocator;
  return allocator;
}

}  // namespace

int mat_depth(DType type) {
  switch (type) {
    case DType::uint8: return CV_8U;
    case DType::int8: return CV_8S;
    case DType::uint16: return CV_16U;
    case DType::int16: return CV_16S;
    case DType::int32: return CV_32S;
    case DType::float32: return CV_32F;
    case DType::float64: return CV_64F;
    case DType::float16: return CV_16F;
    case DType::int64: return -1;  // OpenCV 4 has no 64-bit integers
  }
  return -1;
}

namespace {

cv::Mat tensor_of(const Frame& frame, void* data) {
  std::vector<int> sizes;
  for (const std::uint32_t extent : frame.shape()) sizes.push_back(static_cast<int>(extent));
  const int depth = mat_depth(frame.dtype());
  const bool none = std::find(sizes.begin(), sizes.end(), 0) != sizes.end();
  if (depth < 0 || sizes.empty() || none) return {};
  if (sizes.size() == 3 && sizes[2] <= CV_CN_MAX) {
    return cv::Mat(sizes[0], sizes[1], CV_MAKETYPE(depth, sizes[2]), data);
  }
  return cv::Mat(sizes, depth, data);
}

}  // namespace

MatScope::MatScope(Slab* slab) : before_(std::exchange(scope_slab, slab)) {
  static const bool installed = [] {
    cv::Mat::setDefaultAllocator(const_cast<SlotAllocator*>(slots()));
    return true;
  }();
  static_cast<void>(installed);
}

MatScope::~MatScope() { scope_slab = before_; }

Slab* slab_in_scope() { return scope_slab; }

cv::Mat mat_of(const Frame& frame) {
  auto* data = const_cast<std::byte*>(frame.pixels().data());
  const PixelFormat format = frame.format();
  if (frame.pixels().empty() || (format != PixelFormat::Tensor && mat_type(format) < 0)) return {};
  cv::Mat mat = format == PixelFormat::Tensor ? tensor_of(frame, data)
                                              : cv::Mat(frame.height(), frame.width(),
                                                        mat_type(format), data, frame.stride());
  if (mat.empty()) return mat;
  mat.u = slots()->wrap(SlotRef(frame.pixel_slot()), frame.pixels().size());
  mat.allocator = const_cast<SlotAllocator*>(slots());
  mat.addref();
  return mat;
}

cv::Mat mat_in(const SlotRef& slot, const std::vector<int>& sizes, int type) {
  const auto dims = static_cast<int>(sizes.size());
  const std::size_t bytes = lay_out(dims, sizes.data(), type, nullptr);
  cv::Mat mat(sizes, type, slot->bytes);
  mat.u = slots()->wrap(slot, bytes);
  mat.allocator = const_cast<SlotAllocator*>(slots());
  mat.addref();
  return mat;
}

Slot* slot_of(const cv::Mat& mat) {
  if (mat.u == nullptr || mat.u->currAllocator != slots()) return nullptr;
  const bool whole =
      mat.isContinuous() && mat.data == mat.u->data && mat.total() * mat.elemSize() == mat.u->size;
  return whole ? static_cast<Slot*>(mat.u->userdata) : nullptr;
}

Slot* finished_slot_of(const cv::Mat& mat) {
  Slot* slot = slot_of(mat);
  if (slot == nullptr) return nullptr;
  const bool finished = mat.u->refcount == 1 || slot->sent.load(std::memory_order_acquire);
  return finished ? slot : nullptr;
}

}  // namespace omma
