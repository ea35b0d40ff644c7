package io.testudo.telemetry.netflow;

/**
 * How much is kept of what exporters send.
 *
 * @param mostExporters exporters that are told apart, by address, protocol and domain; default
 *     1024, 1 to 10,000
 * @param mostTemplates templates of one exporter; default 512, 16 to 65,280
 * @param mostFields fields of all templates of all exporters; default 1,000,000, at least 10,000.
 *     One takes about 13 bytes
 * @param mostPendingBytes bytes of data that wait for their templates, all exporters together; one
 *     exporter may have a sixteenth of it; default 4 MiB, 64 KiB to 1 GiB
 */
public record FlowExportConfig(
    int mostExporters, int mostTemplates, int mostFields, int mostPendingBytes) {

  /** The defaults. */
  public static final FlowExportConfig DEFAULT =
      new FlowExportConfig(1024, 512, 1_000_000, 4 << 20);

  public FlowExportConfig {
    within("mostExporters", mostExporters, 1, 10_000);
    within("mostTemplates", mostTemplates, 16, 65_280);
    within("mostFields", mostFields, 10_000, 100_000_000);
    within("mostPendingBytes", mostPendingBytes, 64 << 10, 1 << 30);
  }

  private static void within(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " (" + value + ") of FlowExportConfig must be in " + least + ".." + most);
    }
  }
}
