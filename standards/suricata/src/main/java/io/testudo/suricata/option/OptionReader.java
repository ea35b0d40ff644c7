package io.testudo.suricata.option;

import io.testudo.suricata.dataset.DataSets;
import io.testudo.suricata.dataset.RuleFiles;
import io.testudo.suricata.draft.ContentDraft;
import io.testudo.suricata.draft.Draft;
import io.testudo.suricata.draft.GroupDraft;
import io.testudo.suricata.draft.MessageKeywords;
import io.testudo.suricata.draft.UnsupportedKeywordException;
import io.testudo.suricata.rule.Look;
import io.testudo.suricata.rule.Sides;
import io.testudo.suricata.text.MalformedRuleException;
import io.testudo.suricata.text.Numbers;
import io.testudo.suricata.text.RuleOption;
import io.testudo.suricata.transform.Transforms;
import java.util.Set;
import java.util.TreeSet;

/** Reads the options of one rule in their order, each by the class that knows it. */
public final class OptionReader {
  /** What is only told, or only makes other engines faster. */
  private static final Set<String> SPOKEN =
      Set.of(
          "msg",
          "sid",
          "rev",
          "gid",
          "classtype",
          "priority",
          "reference",
          "metadata",
          "target",
          "prefilter",
          "bypass",
          "tag",
          "filestore");

  /** Values of {@code flow} that ask for no more than a side. */
  private static final Set<String> SIDES =
      Set.of("to_server", "to_client", "from_server", "from_client");

  private static final Set<String> HEADERS =
      Set.of(
          "ipv4.hdr",
          "ipv6.hdr",
          "tcp.hdr",
          "udp.hdr",
          "icmpv4.hdr",
          "icmpv6.hdr",
          "ip.src",
          "ip.dst",
          "sctp.hdr",
          "sctp.chunk_data");

  private static final Set<String> EVENTS =
      Set.of(
          "http.double_encoded_uri",
          "http.duplicate_content_length_field_in_request",
          "http.duplicate_content_length_field_in_response",
          "http.missing_host_header",
          "http.request_auth_unrecognized",
          "http.request_body_unexpected",
          "http.too_many_encoding_layers",
          "http2.authority_host_mismatch",
          "http2.dns_request_too_long",
          "http2.dns_response_too_long",
          "smb.file_overlap",
          "smtp.mime_long_boundary",
          "tls.certificate_invalid_length",
          "tls.error_message_encountered",
          "tls.invalid_handshake_message",
          "tls.invalid_record_type");

  private static final Set<String> OTHERS =
      Set.of(
          "noalert",
          "alert",
          "threshold",
          "detection_filter",
          "app-layer-event",
          "absent",
          "urilen",
          "requires",
          "fileext",
          "frame",
          "modbus");

  private final Draft draft;
  private final PayloadOptions payload;
  private final DataSetOptions lists;

  /** A reader for one rule, whose lists are among these sets and files. */
  public OptionReader(Draft draft, DataSets sets, RuleFiles files) {
    this.draft = draft;
    this.lists = new DataSetOptions(draft, sets, files);
    this.payload = new PayloadOptions(draft);
  }

  public static Set<String> names() {
    Set<String> names = new TreeSet<>(SPOKEN);
    names.addAll(HEADERS);
    names.addAll(OTHERS);
    names.addAll(PayloadOptions.NAMES);
    names.addAll(PayloadOptions.OF_CONTENT);
    names.addAll(PacketOptions.NAMES);
    names.addAll(FlowOptions.NAMES);
    names.addAll(BitOptions.NAMES);
    names.addAll(DataSetOptions.NAMES);
    names.addAll(MessageKeywords.names());
    names.addAll(Transforms.names());
    return names;
  }

  public void read(RuleOption option) throws MalformedRuleException, UnsupportedKeywordException {
    String name = option.name();
    MessageKeywords.Part behind = MessageKeywords.behindContent(name);
    if (SPOKEN.contains(name)) {
      return;
    }
    if (behind != null) {
      draft.moveContent(behind, name);
    } else if (PayloadOptions.OF_CONTENT.contains(name)) {
      ofContent(option);
    } else if (PayloadOptions.NAMES.contains(name)) {
      payload.read(option);
    } else if (PacketOptions.NAMES.contains(name)) {
      packet(option);
    } else if (FlowOptions.NAMES.contains(name)) {
      draft.onlyDecision &= name.equals("app-layer-protocol") || SIDES.contains(option.value());
      draft.onlyAddresses &= name.equals("flow");
      new FlowOptions(draft).read(option);
    } else if (BitOptions.NAMES.contains(name)) {
      draft.onlyDecision = false;
      new BitOptions(draft).read(option);
    } else if (DataSetOptions.NAMES.contains(name)) {
      lists.read(option);
    } else if (HEADERS.contains(name)) {
      draft.select(GroupDraft.Target.HEADER, name, null, Sides.BOTH);
    } else if (Transforms.isTransform(name)) {
      draft.fresh().transforms.add(Transforms.of(option));
    } else if (OTHERS.contains(name)) {
      other(option);
    } else {
      message(option);
    }
  }

  private void ofContent(RuleOption option) throws MalformedRuleException {
    ContentDraft content = draft.lastContent(option.name());
    content.apply(option, draft.slots);
  }

  private void packet(RuleOption option) throws MalformedRuleException {
    draft.onlyAddresses = false;
    draft.onlyDecision = false;
    draft.needsPacket |= option.name().equals("dsize") || option.name().endsWith("flags");
    draft.checks.add(PacketOptions.read(option));
  }

  private void other(RuleOption option) throws MalformedRuleException, UnsupportedKeywordException {
    switch (option.name()) {
      case "noalert" -> draft.isSilent = true;
      case "alert" -> draft.isLoud = true;
      case "threshold", "detection_filter" -> draft.threshold = ThresholdOption.parse(option);
      case "app-layer-event" -> event(option);
      case "absent" ->
          draft.group().absent =
              option.value().strip().equals("or_else")
                  ? Look.Absent.SUCCEEDS
                  : Look.Absent.REQUIRED;
      case "urilen" -> uriLength(option);
      case "fileext" -> FileOptions.extension(draft, option);
      case "modbus" -> new ModbusOption(draft).read(option);
      case "frame" -> FrameOption.read(draft, option);
      default -> Requirements.check(option);
    }
  }

  private void event(RuleOption option) throws UnsupportedKeywordException {
    String event = option.value().strip();
    if (!EVENTS.contains(event)) {
      throw new UnsupportedKeywordException(
          "app-layer-event", "app-layer-event " + event + " is not honoured");
    }
    draft.otherLooks.add(new Look.AtEvent(event));
  }

  private void uriLength(RuleOption option)
      throws MalformedRuleException, UnsupportedKeywordException {
    String[] parts = option.value().split(",");
    boolean raw = parts.length > 1 && parts[1].strip().equals("raw");
    MessageKeywords.Part part = MessageKeywords.of(raw ? "http.uri.raw" : "http.uri");
    if (part == null) {
      throw new IllegalStateException("http.uri must be known");
    }
    GroupDraft before = draft.groups.isEmpty() ? null : draft.group();
    GroupDraft uri = draft.select(GroupDraft.Target.MESSAGE, part.name(), part, part.sides());
    uri.add(new io.testudo.suricata.payload.PayloadCheck.Size(Numbers.parse(parts[0])));
    draft.imply(option.name(), part.applications());
    if (before != null) {
      draft.select(before.target, before.name, before.part, before.sides);
    }
  }

  private void message(RuleOption option)
      throws MalformedRuleException, UnsupportedKeywordException {
    MessageKeywords.Part part = MessageKeywords.of(option.name());
    if (part == null) {
      throw new UnsupportedKeywordException(
          option.name(), "keyword " + option.name() + " is not honoured");
    }
    draft.imply(option.name(), part.applications());
    if (part.name().equals("dcerpc.iface")) {
      InterfaceOption.read(draft, part, option);
      return;
    }
    if (part.isNumber()) {
      NumberOption.read(draft, part, option);
      return;
    }
    Sides sides = part.sides();
    String value = option.value();
    if (value.equals("to_client") || value.equals("to_server")) {
      sides = value.equals("to_client") ? Sides.TO_CLIENT : Sides.TO_SERVER;
      value = "";
    }
    draft.select(GroupDraft.Target.MESSAGE, part.name(), part, sides);
    if (!value.isEmpty()) {
      FileOptions.name(draft, option);
    }
  }
}
