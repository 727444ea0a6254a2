// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/element_chain.hpp"

#include <gst/gst.h>

#include <stdexcept>

namespace omma::bench {
namespace {

GstPadProbeReturn call(GstPad*, GstPadProbeInfo*, gpointer function) {
  (*static_cast<std::function<void()>*>(function))();
  return GST_PAD_PROBE_OK;
}

void hook(GstElement* pipeline, const char* element, const char* pad,
          std::function<void()>& function) {
  if (!function) return;
  GstElement* found = gst_bin_get_by_name(GST_BIN(pipeline), element);
  GstPad* hooked = gst_element_get_static_pad(found, pad);
  gst_pad_add_probe(hooked, GST_PAD_PROBE_TYPE_BUFFER, &call, &function, nullptr);
  gst_object_unref(hooked);
  gst_object_unref(found);
}

GstElement* launch(const std::string& description) {
  gst_init(nullptr, nullptr);
  GError* error = nullptr;
  GstElement* pipeline = gst_parse_launch(description.c_str(), &error);
  if (error == nullptr) return pipeline;
  const std::string text = error->message;
  g_error_free(error);
  throw std::runtime_error("gstreamer: " + text);
}

}  // namespace

struct ElementChain::State {
  GstElement* pipeline = nullptr;
  Hooks hooks;
};

ElementChain::ElementChain(const std::string& chain, Hooks hooks)
    : state_(std::make_unique<State>()) {
  const std::string link = chain.empty() ? "" : chain + " ! ";
  state_->pipeline = launch("fakesrc name=source silent=true sizetype=empty ! " + link +
                            "fakesink name=sink silent=true sync=false");
  state_->hooks = std::move(hooks);
  hook(state_->pipeline, "source", "src", state_->hooks.leave);
  hook(state_->pipeline, "sink", "sink", state_->hooks.arrive);
  gst_element_set_state(state_->pipeline, GST_STATE_PLAYING);
}

ElementChain::~ElementChain() {
  if (state_->hooks.stop) state_->hooks.stop();
  gst_element_set_state(state_->pipeline, GST_STATE_NULL);
  gst_object_unref(state_->pipeline);
}

std::string chain_of(const std::string& element, std::size_t count) {
  std::string chain;
  for (std::size_t i = 0; i < count; ++i) chain += (i == 0 ? "" : " ! ") + element;
  return chain;
}

}  // namespace omma::bench
