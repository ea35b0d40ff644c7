package io.testudo.vocabulary.event;

/**
 * Who counted a flow elsewhere and told of it, and how it counted.
 *
 * @param exporter the exporter's address; where that is not known, the folder its datagrams lay in
 *     or the name it gives itself; empty if the flow was not exported
 * @param domain its observation domain, source id or engine
 * @param input index of the interface by which the originator's packets came in; 0 if not said
 * @param output index of the interface by which they went out; 0 if not said
 * @param sampling one packet in so many was counted, 1 for every packet. The flow's counts are
 *     already multiplied by it, so what was counted is the count divided by this number
 */
public record FlowExport(String exporter, long domain, long input, long output, long sampling) {

  /** Not exported, or nothing is known of it. */
  public static final FlowExport NONE = new FlowExport("", 0, 0, 0, 1);

  public FlowExport {
    if (sampling < 1) {
      throw new IllegalArgumentException(
          "sampling (" + sampling + ") of exporter " + exporter + " must be positive");
    }
  }
}
