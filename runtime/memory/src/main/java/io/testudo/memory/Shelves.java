package io.testudo.memory;

import io.testudo.ports.EventLog.Document;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The committed documents, by place and in the order of listings. */
final class Shelves {

  /** Where a document stands. */
  record Place(String shelf, String key) {}

  /** Highest rank first, then keys by their UTF-8 bytes, as a database's plain order has it. */
  private static final Comparator<Document> ORDER =
      Comparator.comparingDouble(Document::rank)
          .reversed()
          .thenComparing(
              document -> document.key().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private final Map<Place, Document> byPlace = new HashMap<>();
  private final Map<String, TreeSet<Document>> byRank = new HashMap<>();

  void set(Place place, @Nullable Document document) {
    TreeSet<Document> shelf = byRank.computeIfAbsent(place.shelf(), name -> new TreeSet<>(ORDER));
    Document before = document == null ? byPlace.remove(place) : byPlace.put(place, document);
    if (before != null) {
      shelf.remove(before);
    }
    if (document != null) {
      shelf.add(document);
    }
  }

  @Nullable Document get(String shelf, String key) {
    return byPlace.get(new Place(shelf, key));
  }

  List<Document> list(String shelf, int skip, int limit) {
    TreeSet<Document> documents = byRank.get(shelf);
    return documents == null ? List.of() : documents.stream().skip(skip).limit(limit).toList();
  }

  long count(String shelf) {
    TreeSet<Document> documents = byRank.get(shelf);
    return documents == null ? 0 : documents.size();
  }
}
