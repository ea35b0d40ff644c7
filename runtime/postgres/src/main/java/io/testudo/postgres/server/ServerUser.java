package io.testudo.postgres.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * As whom the server's programs run. PostgreSQL refuses to run as root, so where this program is
 * root they run
 *
 * <ul>
 *   <li>as the user {@code nobody}, who then owns the database's folder, if everybody may walk into
 *       the folders above it;
 *   <li>else in a user namespace of their own, in which root's files are theirs and root's rights
 *       over everything else are not.
 * </ul>
 *
 * The choice is made when the database is created and can be seen later from who owns its folder.
 *
 * @param prefix what stands before each command
 * @param uid who owns the server's files
 */
record ServerUser(List<String> prefix, int uid) {

  private static final Duration PROBE = Duration.ofSeconds(10);
  private static final int ROOT = 0;

  /** As whom the server of an existing database folder runs. */
  static ServerUser ownerOf(Path folder) throws IOException {
    int owner = uidOf(folder);
    if (ownUid() != ROOT) {
      return new ServerUser(List.of(), owner);
    }
    return owner == ROOT
        ? new ServerUser(List.of("unshare", "--user", "--"), owner)
        : new ServerUser(setpriv(owner), owner);
  }

  /** As whom the server of a new database below this existing folder runs. */
  static ServerUser choose(Path parent) throws IOException {
    if (ownUid() != ROOT) {
      return new ServerUser(List.of(), ownUid());
    }
    int nobody = uidOfNobody(parent);
    if (nobody > ROOT && everybodyMayEnter(parent) && works(setpriv(nobody))) {
      return new ServerUser(setpriv(nobody), nobody);
    }
    ServerUser inNamespace = new ServerUser(List.of("unshare", "--user", "--"), ROOT);
    if (!works(inNamespace.prefix)) {
      throw new IllegalArgumentException(
          "the embedded database must not run as root, and neither can "
              + parent
              + " be entered by another user nor may a user namespace be made"
              + "\nMaybe start the program as an ordinary user.");
    }
    return inNamespace;
  }

  private static List<String> setpriv(int uid) {
    return List.of(
        "setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", "--no-new-privs", "--");
  }

  /** The command as this user. */
  List<String> command(List<String> command) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    return whole;
  }

  /** Makes the path belong to this user. */
  void own(Path path) throws IOException {
    if (uidOf(path) != uid) {
      Files.setAttribute(path, "unix:gid", uid);
      Files.setAttribute(path, "unix:uid", uid);
    }
  }

  static int uidOf(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private static int ownUid() throws IOException {
    return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  private static int uidOfNobody(Path parent) throws IOException {
    Path probe = Files.createTempFile(parent, ".probe", "");
    try {
      Files.setOwner(
          probe,
          parent.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
      return uidOf(probe);
    } catch (IOException e) {
      return ROOT;
    } finally {
      Files.delete(probe);
    }
  }

  private static boolean everybodyMayEnter(Path folder) throws IOException {
    for (Path at = folder.toRealPath(); at != null; at = at.getParent()) {
      if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  private static boolean works(List<String> prefix) {
    List<String> command = new ArrayList<>(prefix);
    command.add("true");
    try {
      return Commands.run(command, PROBE).exitCode() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
