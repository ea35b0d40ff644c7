package io.testudo.ocsf.validation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The files of a schema's folder, read within limits. */
final class DefinitionFiles {

  private static final int MAX_FILES = 5_000;
  private static final int MAX_FILE_BYTES = 8 << 20;
  private static final int MAX_DEPTH = 4;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path root;

  DefinitionFiles(Path root) {
    this.root = root.normalize();
  }

  Path root() {
    return root;
  }

  boolean has(Path file) {
    return Files.isRegularFile(file);
  }

  /** The file of this name below a folder, for a name that another definition gives. */
  Path inside(Path folder, String name) {
    try {
      Path file = folder.resolve(name).normalize();
      if (file.startsWith(folder)) {
        return file;
      }
    } catch (InvalidPathException e) {
      throw new MalformedSchemaException("A file name of an $include is not one.", e);
    }
    throw new MalformedSchemaException(
        "The file name (" + name + ") of an $include must stay inside the schema.");
  }

  /** The JSON files below a folder, in the order of their names; none where it is absent. */
  List<Path> below(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, MAX_DEPTH)) {
      List<Path> found =
          files
              .filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".json"))
              .filter(Files::isRegularFile)
              .sorted()
              .limit(MAX_FILES + 1L)
              .toList();
      if (found.size() > MAX_FILES) {
        throw new MalformedSchemaException(
            "The folder " + folder + " must not hold more than " + MAX_FILES + " files.");
      }
      return found;
    } catch (IOException e) {
      throw new MalformedSchemaException("The folder " + folder + " cannot be read.", e);
    }
  }

  /** The folders directly below a folder, in the order of their names. */
  List<Path> foldersIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isDirectory).sorted().limit(MAX_FILES).toList();
    } catch (IOException e) {
      throw new MalformedSchemaException("The folder " + folder + " cannot be read.", e);
    }
  }

  /** The object that a file holds. */
  ObjectNode read(Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new MalformedSchemaException(
            "The file " + file + " must not exceed " + MAX_FILE_BYTES + " bytes.");
      }
      if (JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException | JacksonException e) {
      throw new MalformedSchemaException("The file " + file + " cannot be read.", e);
    }
    throw new MalformedSchemaException("The file " + file + " must hold a JSON object.");
  }
}
