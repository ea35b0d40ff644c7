package io.testudo.telemetry;

import io.testudo.telemetry.flow.FlowAssemblerConfig;
import io.testudo.telemetry.mapping.Mapping;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The bounds within which telemetry is read.
 *
 * @param mostRecordBytes the longest line or JSON object; default 1 MiB, 1 KiB to 64 MiB
 * @param mostJsonDepth most JSON objects and arrays within one another; default 64, 4 to 500
 * @param mostUnpackedBytes most bytes that one file may unpack to, all levels together; default 1
 *     TiB, at least 1 MiB
 * @param mostUnpackRatio most unpacked bytes for each packed one, once 64 MiB are passed; default
 *     500, 10 to 100 000
 * @param mostEntries most entries of one archive, all levels together; default 1 000 000
 * @param mostContainerDepth most containers within one another; default 8, 1 to 32
 * @param mostParkedPerItem how many malformed records of one item are set aside one by one; more
 *     are only counted; default 1000
 * @param homeZone the zone of dates that name none; default UTC
 * @param flows when flows of packets are taken to be over, and how many may be open
 * @param mappings what is declared of logs that no format knows; the first that fits an item is
 *     taken, before any format
 */
public record TelemetryConfig(
    int mostRecordBytes,
    int mostJsonDepth,
    long mostUnpackedBytes,
    int mostUnpackRatio,
    int mostEntries,
    int mostContainerDepth,
    int mostParkedPerItem,
    ZoneId homeZone,
    FlowAssemblerConfig flows,
    List<Mapping> mappings) {

  /** The defaults. */
  public static final TelemetryConfig DEFAULT =
      new TelemetryConfig(
          1 << 20,
          64,
          1L << 40,
          500,
          1_000_000,
          8,
          1000,
          ZoneOffset.UTC,
          FlowAssemblerConfig.defaults(),
          List.of());

  public TelemetryConfig {
    mappings = List.copyOf(mappings);
    within("mostRecordBytes", mostRecordBytes, 1 << 10, 64 << 20);
    within("mostJsonDepth", mostJsonDepth, 4, 500);
    within("mostUnpackedBytes", mostUnpackedBytes, 1 << 20, Long.MAX_VALUE);
    within("mostUnpackRatio", mostUnpackRatio, 10, 100_000);
    within("mostEntries", mostEntries, 1, Integer.MAX_VALUE);
    within("mostContainerDepth", mostContainerDepth, 1, 32);
    within("mostParkedPerItem", mostParkedPerItem, 1, 1_000_000);
  }

  /** The same with these mappings. */
  public TelemetryConfig withMappings(List<Mapping> others) {
    return new TelemetryConfig(
        mostRecordBytes,
        mostJsonDepth,
        mostUnpackedBytes,
        mostUnpackRatio,
        mostEntries,
        mostContainerDepth,
        mostParkedPerItem,
        homeZone,
        flows,
        others);
  }

  private static void within(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " (" + value + ") of TelemetryConfig must be in " + least + ".." + most);
    }
  }
}
