// SPDX-License-Identifier: Apache-2.0
#include "runtime/contract/plugin_file.hpp"

#include <elf.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <optional>

namespace omma {
namespace {

constexpr std::string_view mark = ".omma_abi";
constexpr std::size_t longest_text = 256;

#if defined(__x86_64__)
constexpr Elf64_Half this_machine = EM_X86_64;
#elif defined(__aarch64__)
constexpr Elf64_Half this_machine = EM_AARCH64;
#else
#error "name the ELF machine of this processor here"
#endif

class ElfFile {
 public:
  explicit ElfFile(const std::string& path) : file_(path, std::ios::binary) {}

  /// A shared object for this machine.
  bool open() {
    const auto header = read<Elf64_Ehdr>(0);
    if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) return false;
    header_ = *header;
    return header_.e_ident[EI_CLASS] == ELFCLASS64 && header_.e_type == ET_DYN &&
           header_.e_machine == this_machine;
  }

  /// The text in the section of this name.
  std::optional<std::string> section_text(std::string_view name) {
    const auto names = section(header_.e_shstrndx);
    if (!names) return std::nullopt;
    for (Elf64_Half i = 0; i < header_.e_shnum; ++i) {
      const auto each = section(i);
      if (each && text_at(names->sh_offset + each->sh_name) == name)
        return text_at(each->sh_offset);
    }
    return std::nullopt;
  }

 private:
  template <class T>
  std::optional<T> read(std::uint64_t offset) {
    T value;
    file_.clear();
    file_.seekg(static_cast<std::streamoff>(offset));
    if (!file_.read(reinterpret_cast<char*>(&value), sizeof value)) return std::nullopt;
    return value;
  }

  std::optional<Elf64_Shdr> section(Elf64_Half index) {
    if (index >= header_.e_shnum || header_.e_shentsize != sizeof(Elf64_Shdr)) return std::nullopt;
    return read<Elf64_Shdr>(header_.e_shoff + std::uint64_t{index} * sizeof(Elf64_Shdr));
  }

  /// Up to the zero byte; cut when there is none near.
  std::string text_at(std::uint64_t offset) {
    std::string text(longest_text, '\0');
    file_.clear();
    file_.seekg(static_cast<std::streamoff>(offset));
    file_.read(text.data(), static_cast<std::streamsize>(text.size()));
    return text.c_str();
  }

  std::ifstream file_;
  Elf64_Ehdr header_{};
};

}  // namespace

Result<std::string> plugin_file_abi(const std::string& path) {
  ElfFile file(path);
  if (!file.open()) {
    return fail(Code::invalid,
                "this is no plug-in; expected a shared object (.so) for this machine", path);
  }
  const auto text = file.section_text(mark);
  if (text) return *text;
  return fail(
      Code::invalid,
      "this is a shared object but no plug-in of omma: it does not say what it was built against; "
      "build it with omma_add_plugin(...) in CMake",
      path);
}

}  // namespace omma
