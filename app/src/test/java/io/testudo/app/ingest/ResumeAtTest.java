package io.testudo.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.Resume;
import org.junit.jupiter.api.Test;

class ResumeAtTest {

  @Test
  void passesOverWhatCameBeforeTheItemEvenIfItsNameBeginsLikeTheItems() {
    Resume resume = new ResumeAt("day.zip!conn.log.1", 7);
    assertThat(resume.recordsRead("day.zip")).isZero();
    assertThat(resume.recordsRead("day.zip!conn.log")).isEqualTo(Resume.ALL);
    assertThat(resume.recordsRead("day.zip!conn.log.1")).isEqualTo(7);
    assertThat(resume.recordsRead("day.zip!dns.log")).isZero();
  }

  @Test
  void opensTheContainersThatHoldTheItem() {
    Resume resume = new ResumeAt("day.tar!inner.zip!conn.log", 7);
    assertThat(resume.recordsRead("day.tar")).isZero();
    assertThat(resume.recordsRead("day.tar!before.zip")).isEqualTo(Resume.ALL);
    assertThat(resume.recordsRead("day.tar!inner.zip")).isZero();
  }
}
