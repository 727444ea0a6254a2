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
    Declare<Track>("track",
                   "Tracks regions: the same object has the same id in each frame. Regions are "
                   "assigned to predicted places so that the sum of overlaps is largest (SORT: A. "
                   "Bewley et al., Simple Online and Realtime Tracking, ICIP 2016; weak regions "
                   "only continue tracks, as in ByteTrack, ECCV 2022). Only regions of confirmed "
                   "tracks are reported. Dropped frames count as elapsed time.",
                   inputs(port("regions").doc("detections; a track never changes its label")),
                   outputs(port("regions").doc("tracked regions with ids, at smoothed places")))
        .param("min_overlap", &Track::min_overlap,
               "smallest intersection over union with which a region continues a track",
               Range{0, 1})
        .param("start_confidence", &Track::start_confidence,
               "weaker regions continue tracks but start none; a confidence of 0 means unknown and "
               "counts as high",
               Range{0, 1})
        .param("min_hits", &Track::min_hits, "regions that confirm a track", Range{1, 1000},
               Unit{"frames"})
        .param("max_age", &Track::max_age, "how long a track lives without a region",
               Range{0, 10000}, Unit{"frames"})
        .param("coast", &Track::coast,
               "how long a track without a region is reported at its predicted place",
               Range{0, 10000}, Unit{"frames"})
        .param("min_travel", &Track::min_travel,
               "smallest distance from its first place that an object must have reached; leaves "
               "out static objects",
               Range{0, 100000}, Unit{"px"})
        .family("detect");
}  // namespace

}  // namespace omma::actors
