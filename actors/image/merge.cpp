// SPDX-License-Identifier: Apache-2.0
#include "actors/image/merge.hpp"

#include <algorithm>

namespace omma::actors {
namespace {

template <class T>
std::vector<T> missing_in(const std::vector<T>& known, const std::vector<T>& candidates) {
  std::vector<T> missing;
  for (const T& candidate : candidates) {
    if (std::find(known.begin(), known.end(), candidate) == known.end())
      missing.push_back(candidate);
  }
  return missing;
}

Notes notes_of(const Frame& frame) {
  Notes notes;
  notes.regions = frame.regions();
  notes.tensors = frame.tensors();
  notes.attributes = frame.attributes();
  return notes;
}

}  // namespace

Notes only_in(const Notes& other, const Notes& one) {
  Notes added;
  added.tensors = missing_in(one.tensors, other.tensors);
  added.attributes = missing_in(one.attributes, other.attributes);
  std::vector<std::int32_t> place;  // of each region of `other` among those of both
  for (const Region& region : other.regions) {
    const auto found = std::find(one.regions.begin(), one.regions.end(), region);
    const bool known = found != one.regions.end();
    place.push_back(
        static_cast<std::int32_t>(known ? static_cast<std::size_t>(found - one.regions.begin())
                                        : one.regions.size() + added.regions.size()));
    if (!known) added.regions.push_back(region);
  }
  for (Region& region : added.regions) {
    const auto parent = static_cast<std::size_t>(region.parent);
    if (region.parent >= 0 && parent < place.size()) region.parent = place[parent];
  }
  return added;
}

Notes Merge::process(const Frame& image, const Frame& notes) const {
  return only_in(notes_of(notes), notes_of(image));
}

namespace {
const Registered declared =
    Declare<Merge>(
        "merge",
        "Merges the notes of two branches about the same frame: gives the picture of one with the "
        "regions, tensors and attributes of both. Notes that both have are kept once.",
        inputs(port("image").doc("the picture that is passed on, with its notes"),
               port("notes").doc("the same frame from another branch; its pixels are not used")),
        outputs(port("image")))
        .family("image");
}  // namespace

}  // namespace omma::actors
