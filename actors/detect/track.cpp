// SPDX-License-Identifier: Apache-2.0
#include "actors/detect/track.hpp"

#include <algorithm>

namespace omma::actors {

Notes Track::process(const Frame& regions) {
  const std::uint64_t sequence = regions.sequence();
  if (sequence_ && sequence <= *sequence_) tracker_ = Tracker();  // the source began anew
  const std::uint64_t passed = sequence_ && sequence > *sequence_ ? sequence - *sequence_ : 1;
  sequence_ = sequence;
  const auto frames =
      static_cast<int>(std::min<std::uint64_t>(passed, static_cast<std::uint64_t>(max_age) + 2));
  Notes notes;
  notes.regions =
      tracker_.update(regions.regions(), frames, {regions.width(), regions.height()},
                      {min_overlap, start_confidence, min_hits, max_age, coast, min_travel});
  notes.replaces_regions = true;
  return notes;
}

namespace {
const Registered declared =
    Declare<Track>(
        "track",
        "Gives regions ids that stay from frame to frame: each is matched with the place predicted "
        "for "
        "it, so that all overlaps together are largest (SORT: A. Bewley et al., Simple Online and "
        "Realtime "
        "Tracking, ICIP 2016; weak regions only continue tracks, as in ByteTrack, ECCV 2022). Only "
        "regions of certain tracks go on. Dropped frames count as time passed.",
        inputs(port("regions").doc("of one or several kinds of things; labels are never mixed")),
        outputs(port("regions").doc("the same things with track ids, at smoothed places")))
        .param("min_overlap", &Track::min_overlap,
               "shared by joint area from which a region continues a track", Range{0, 1})
        .param("start_confidence", &Track::start_confidence,
               "weaker regions continue tracks but start none; a confidence of 0 means not stated "
               "and counts as sure",
               Range{0, 1})
        .param("min_hits", &Track::min_hits, "regions that make a track certain", Range{1, 1000},
               Unit{"frames"})
        .param("max_age", &Track::max_age, "how long a track outlives its last region",
               Range{0, 10000}, Unit{"frames"})
        .param("coast", &Track::coast,
               "how long a lost track is still reported at its predicted place", Range{0, 10000},
               Unit{"frames"})
        .param("min_travel", &Track::min_travel,
               "distance from where it began that a thing has to have moved once; leaves out what "
               "only stands there",
               Range{0, 100000}, Unit{"px"})
        .family("detect");
}  // namespace

}  // namespace omma::actors
