package io.testudo.telemetry.json;

import io.testudo.vocabulary.event.Layout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The orders of names in which objects came so far, as a tree with a name on each branch. A reader
 * goes down one branch for each name that it reads and tries first the one that was taken last. At
 * most {@value #MOST_NODES} names are kept; then the tree begins anew. Not thread-safe.
 */
public final class LayoutTree {

  /** The longest name, in bytes. */
  static final int MOST_NAME = 256;

  private static final int MOST_NODES = 32_768;
  private static final int MOST_BRANCHES = 64;

  private Node root = new Node(null, new byte[0]);
  private int nodes;

  /** What was read when some names have been read. */
  static final class Node {
    final byte[] name;
    private final @Nullable Node above;
    private final List<Node> branches = new ArrayList<>(1);
    private @Nullable Node taken;
    private @Nullable Layout layout;
    private boolean ended;

    Node(@Nullable Node above, byte[] name) {
      this.above = above;
      this.name = name;
    }
  }

  Node root() {
    return root;
  }

  /**
   * The node behind the name that begins in {@code bytes[at]} and ends before a quotation mark;
   * null where it is not known.
   */
  static @Nullable Node follow(Node node, byte[] bytes, int at) {
    Node taken = node.taken;
    if (taken != null && isAt(taken.name, bytes, at)) {
      return taken;
    }
    for (int i = 0; i < node.branches.size(); i++) {
      Node branch = node.branches.get(i);
      if (isAt(branch.name, bytes, at)) {
        node.taken = branch;
        return branch;
      }
    }
    return null;
  }

  private static boolean isAt(byte[] name, byte[] bytes, int at) {
    int end = at + name.length;
    return end < bytes.length
        && bytes[end] == '"'
        && Arrays.equals(bytes, at, end, name, 0, name.length);
  }

  /** A new node behind {@code node}; null where it has too many. */
  @Nullable Node grow(Node node, byte[] name) {
    if (node.branches.size() >= MOST_BRANCHES) {
      return null;
    }
    if (++nodes > MOST_NODES) {
      root = new Node(null, new byte[0]);
      nodes = 0;
    }
    var branch = new Node(node, name);
    node.branches.add(branch);
    return branch;
  }

  /**
   * The layout of an object that ends at a node; null when that happens for the first time, since
   * few objects are worth a layout of their own, and where a name is there twice.
   */
  static @Nullable Layout end(Node node) {
    if (node.layout == null && node.ended) {
      List<String> names = new ArrayList<>();
      for (Node at = node; at.above != null; at = at.above) {
        names.addFirst(new String(at.name, StandardCharsets.US_ASCII));
      }
      if (names.stream().distinct().count() == names.size()) {
        node.layout = new Layout(names);
      }
    }
    node.ended = true;
    return node.layout;
  }
}
