// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "actors/detect/box_motion.hpp"
#include "runtime/frames/notes.hpp"

namespace omma::actors {

/// When regions of successive frames are the same thing.
struct TrackRules {
  double min_overlap;       ///< of a region with the place predicted for the track
  double start_confidence;  ///< weaker regions continue tracks but start none
  int min_hits;             ///< regions that make a track certain
  int max_age;              ///< frames that a track outlives its last region
  int coast;                ///< frames that it is still reported, at its predicted place
  double min_travel;        ///< px from where it began that make a track worth reporting
};

/// Gives regions ids that stay: SORT (A. Bewley et al., Simple Online and Realtime Tracking,
/// ICIP 2016), whose second round for weak detections is that of ByteTrack (Y. Zhang et al.,
/// ECCV 2022, section 3).
class Tracker {
 public:
  /// The certain tracks after `frames` more frames, of which the last one showed `found`.
  /// Tracks whose centre leaves `picture` end; an empty one has no bounds.
  Regions update(const Regions& found, int frames, const cv::Size& picture,
                 const TrackRules& rules);

 private:
  struct Track {
    BoxMotion motion;
    cv::Point2f start;  // centre of the first region
    Region last;
    int hits = 1;
    int age = 0;         // frames since `last`
    bool moved = false;  // ever by `min_travel`
  };

  void predict(int frames, const TrackRules& rules);
  std::vector<const Region*> match(const std::vector<const Region*>& found,
                                   const TrackRules& rules);
  void start(const Region& region);
  void forget(const cv::Size& picture, const TrackRules& rules);
  Regions report(const TrackRules& rules);

  std::vector<Track> tracks_;
  std::int64_t next_id_ = 1;
};

}  // namespace omma::actors
