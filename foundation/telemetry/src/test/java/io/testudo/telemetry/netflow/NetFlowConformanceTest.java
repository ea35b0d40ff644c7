package io.testudo.telemetry.netflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The datagrams of real exporters, decoded here and by tshark. */
class NetFlowConformanceTest {

  @Test
  void decodesEveryRecordAsTsharkDoes(@TempDir Path folder) throws IOException, XMLStreamException {
    Map<String, List<byte[]>> exporters = ExportSamples.byExporter();
    assumeTrue(TsharkFlows.isThere(), "needs tshark, which is not installed");
    ConformanceTable table = ConformanceTable.of(exporters, folder);

    assertThat(table.unexplained()).isEmpty();
    assertThat(table.equal()).isEqualTo(399);
    assertThat(table.rows.stream().mapToInt(ConformanceTable.Row::theirs).sum()).isEqualTo(407);
  }
}
