package io.testudo.telemetry.netflow;

/**
 * What is done with the value of an information element: the few that a flow is made of have a
 * number, all others are passed over.
 */
final class Element {

  static final int SKIP = 0;
  static final int PACKETS = 1;
  static final int BYTES = 2;
  static final int REVERSE_PACKETS = 3;
  static final int REVERSE_BYTES = 4;
  static final int SOURCE4 = 5;
  static final int DESTINATION4 = 6;
  static final int SOURCE6 = 7;
  static final int DESTINATION6 = 8;
  static final int SOURCE_PORT = 9;
  static final int DESTINATION_PORT = 10;
  static final int PROTOCOL = 11;
  static final int FLAGS = 12;
  static final int REVERSE_FLAGS = 13;
  static final int START_UPTIME = 14;
  static final int END_UPTIME = 15;
  static final int START_SECONDS = 16;
  static final int END_SECONDS = 17;
  static final int START_MILLIS = 18;
  static final int END_MILLIS = 19;
  static final int START_NTP = 20;
  static final int END_NTP = 21;
  static final int START_DELTA = 22;
  static final int END_DELTA = 23;
  static final int DURATION_MILLIS = 24;
  static final int DURATION_MICROS = 25;
  static final int BOOT_MILLIS = 26;
  static final int OBSERVED_MILLIS = 27;
  static final int INPUT = 28;
  static final int OUTPUT = 29;
  static final int ICMP_TYPE_CODE = 30;
  static final int ICMP_TYPE = 31;
  static final int ICMP_CODE = 32;
  static final int SAMPLING = 33;
  static final int SAMPLER = 34;
  static final int SAMPLED_PACKETS = 35;
  static final int PASSED_PACKETS = 36;
  static final int SAMPLE_SIZE = 37;
  static final int SAMPLE_POPULATION = 38;
  static final int FIREWALL_EVENT = 39;
  static final int BIFLOW_DIRECTION = 40;
  static final int TOTAL_PACKETS = 41;
  static final int TOTAL_BYTES = 42;
  static final int POST_PACKETS = 43;
  static final int POST_BYTES = 44;

  /** Enterprise number under which RFC 5103 counts what went the other way. */
  private static final long REVERSE = 29305;

  private Element() {}

  /** What to do with element {@code id} of an enterprise, 0 for IANA's own. */
  static int use(int id, long enterprise) {
    return enterprise == 0 ? standard(id) : enterprise == REVERSE ? reverse(id) : SKIP;
  }

  private static int reverse(int id) {
    return switch (id) {
      case 1, 85 -> REVERSE_BYTES;
      case 2, 86 -> REVERSE_PACKETS;
      case 6 -> REVERSE_FLAGS;
      default -> SKIP;
    };
  }

  private static int standard(int id) {
    return switch (id) {
      case 1, 231 -> BYTES;
      case 2, 298 -> PACKETS;
      case 232 -> REVERSE_BYTES;
      case 299 -> REVERSE_PACKETS;
      case 23 -> POST_BYTES;
      case 24 -> POST_PACKETS;
      case 85 -> TOTAL_BYTES;
      case 86 -> TOTAL_PACKETS;
      case 4 -> PROTOCOL;
      case 6 -> FLAGS;
      case 7, 180, 182 -> SOURCE_PORT;
      case 11, 181, 183 -> DESTINATION_PORT;
      case 8 -> SOURCE4;
      case 12 -> DESTINATION4;
      case 27 -> SOURCE6;
      case 28 -> DESTINATION6;
      case 10 -> INPUT;
      case 14 -> OUTPUT;
      case 32, 139 -> ICMP_TYPE_CODE;
      case 176, 178 -> ICMP_TYPE;
      case 177, 179 -> ICMP_CODE;
      case 233 -> FIREWALL_EVENT;
      case 239 -> BIFLOW_DIRECTION;
      default -> timeOrSampling(id);
    };
  }

  private static int timeOrSampling(int id) {
    return switch (id) {
      case 21 -> END_UPTIME;
      case 22 -> START_UPTIME;
      case 150 -> START_SECONDS;
      case 151 -> END_SECONDS;
      case 152 -> START_MILLIS;
      case 153 -> END_MILLIS;
      case 154, 156 -> START_NTP;
      case 155, 157 -> END_NTP;
      case 158 -> START_DELTA;
      case 159 -> END_DELTA;
      case 160 -> BOOT_MILLIS;
      case 161 -> DURATION_MILLIS;
      case 162 -> DURATION_MICROS;
      case 323 -> OBSERVED_MILLIS;
      case 34, 50 -> SAMPLING;
      case 48, 302 -> SAMPLER;
      case 305 -> SAMPLED_PACKETS;
      case 306 -> PASSED_PACKETS;
      case 309 -> SAMPLE_SIZE;
      case 310 -> SAMPLE_POPULATION;
      default -> SKIP;
    };
  }
}
