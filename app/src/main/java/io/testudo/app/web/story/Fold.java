package io.testudo.app.web.story;

import java.util.List;

/**
 * A long list as a page shows it: how it begins and how it ends stand open, what lies between is
 * folded.
 *
 * @param head the beginning; the whole list where it is short
 * @param between what is folded; empty where the list is short
 * @param tail the end; empty where the list is short
 */
public record Fold<T>(List<T> head, List<T> between, List<T> tail) {

  private static final int HEAD = 20;
  private static final int TAIL = 8;

  /** Below this length a fold would hide too little to be worth a click. */
  private static final int SHORT = 40;

  public Fold {
    head = List.copyOf(head);
    between = List.copyOf(between);
    tail = List.copyOf(tail);
  }

  /** This list, folded if it is long. */
  public static <T> Fold<T> of(List<T> list) {
    int size = list.size();
    return size <= SHORT
        ? new Fold<>(list, List.of(), List.of())
        : new Fold<>(
            list.subList(0, HEAD),
            list.subList(HEAD, size - TAIL),
            list.subList(size - TAIL, size));
  }
}
