// SPDX-License-Identifier: Apache-2.0
#include "actors/detect/tracker.hpp"

#include <algorithm>

#include "actors/detect/assignment.hpp"
#include "actors/detect/overlap.hpp"

namespace omma::actors {
namespace {

using Found = std::vector<const Region*>;

Found chosen(const Regions& regions, bool strong, double start_confidence) {
  Found found;
  for (const Region& region : regions) {
    // Who states no confidence is sure.
    const bool is_strong =
        region.confidence == 0 || static_cast<double>(region.confidence) >= start_confidence;
    if (is_strong == strong) found.push_back(&region);
  }
  return found;
}

cv::Point2f center_of(const cv::Rect2f& rect) { return (rect.tl() + rect.br()) / 2; }

bool outside(const cv::Rect2f& rect, const cv::Size& picture) {
  return !picture.empty() && !cv::Rect2f(cv::Rect({}, picture)).contains(center_of(rect));
}

}  // namespace

void Tracker::predict(int frames, const TrackRules& rules) {
  for (Track& track : tracks_) track.age += frames;
  // What is missed now may still be continued by this frame, but by none after it.
  std::erase_if(tracks_, [&](const Track& track) { return track.age > rules.max_age + 1; });
  for (Track& track : tracks_) {
    for (int i = 0; i < frames; ++i) track.motion.predict();
  }
}

/// Continues tracks that no region has continued in this frame yet; returns what is left over.
std::vector<const Region*> Tracker::match(const Found& found, const TrackRules& rules) {
  std::vector<Track*> waiting;
  for (Track& track : tracks_) {
    if (track.age > 0) waiting.push_back(&track);
  }
  Costs costs(found.size(), std::vector<double>(waiting.size()));
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (std::size_t k = 0; k < waiting.size(); ++k) {
      const bool same_thing = found[i]->label == waiting[k]->last.label;
      const float shared = same_thing ? overlap(found[i]->rect, waiting[k]->motion.rect()) : 0;
      costs[i][k] = static_cast<double>(1 - shared);
    }
  }
  const std::vector<int> given = cheapest_assignment(costs);
  Found left;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto k = static_cast<std::size_t>(given[i]);
    if (given[i] < 0 || 1 - costs[i][k] < std::max(1e-6, rules.min_overlap)) {
      left.push_back(found[i]);
      continue;
    }
    Track& track = *waiting[k];
    const std::int64_t id = track.last.track_id;
    track.motion.correct(found[i]->rect);
    track.last = *found[i];
    track.last.track_id = id;
    track.age = 0;
    ++track.hits;
  }
  return left;
}

void Tracker::forget(const cv::Size& picture, const TrackRules& rules) {
  std::erase_if(tracks_, [&](const Track& track) {
    const bool certain = track.hits >= rules.min_hits;
    return track.age > (certain ? rules.max_age : 1) || outside(track.motion.rect(), picture);
  });
}

void Tracker::start(const Region& region) {
  tracks_.push_back({BoxMotion(region.rect), center_of(region.rect), region});
  tracks_.back().last.track_id = -1;
}

Regions Tracker::report(const TrackRules& rules) {
  Regions regions;
  for (Track& track : tracks_) {
    const double travelled = cv::norm(center_of(track.motion.rect()) - track.start);
    track.moved = track.moved || travelled >= rules.min_travel;
    if (!track.moved || track.hits < rules.min_hits || track.age > rules.coast) continue;
    if (track.last.track_id < 0) track.last.track_id = next_id_++;
    Region region = track.last;
    region.rect = track.motion.rect();
    region.confidence = track.last.confidence / static_cast<float>(1 + track.age);
    region.parent = -1;
    regions.push_back(std::move(region));
  }
  return regions;
}

Regions Tracker::update(const Regions& found, int frames, const cv::Size& picture,
                        const TrackRules& rules) {
  predict(frames, rules);
  const Found started = match(chosen(found, true, rules.start_confidence), rules);
  match(chosen(found, false, rules.start_confidence), rules);
  for (const Region* region : started) start(*region);
  forget(picture, rules);
  return report(rules);
}

}  // namespace omma::actors
