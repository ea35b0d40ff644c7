package io.testudo.intrusion.record;

import io.testudo.intrusion.state.BoundedTable;
import io.testudo.intrusion.state.Saved;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.LogRecord;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The address that each machine was last seen to use, learned from its own records: the connections
 * that Sysmon says it initiated (event 3).
 */
public final class OwnAddresses {

  private static final int SYSMON_CONNECTION = 3;

  private final BoundedTable<Entity, IpAddress> addresses;

  public OwnAddresses(int most) {
    this.addresses = new BoundedTable<>(most);
  }

  /** Learns from the record if it tells its machine's address. */
  public void learn(LogRecord log) {
    if (!log.source().product().equals("windows") || log.host().isBlank()) {
      return;
    }
    WindowsFields fields = new WindowsFields(log);
    if (fields.eventId() != SYSMON_CONNECTION
        || !fields.channel().toLowerCase(Locale.ROOT).contains("sysmon")
        || !fields.text("Initiated").equalsIgnoreCase("true")) {
      return;
    }
    IpAddress address = IpAddress.parseOrNull(fields.text("SourceIp"));
    if (address != null
        && address.version() == 4
        && !address.isUnspecified()
        && !address.equals(IpAddress.v4(0x7F000001))) {
      Entity machine = Named.machine(log.host());
      addresses.remove(machine);
      addresses.get(machine, key -> address);
    }
  }

  /** The address that the machine was last seen to use, or null if none was seen. */
  public @Nullable IpAddress of(Entity machine) {
    return addresses.find(machine);
  }

  /** Writes what was learned. */
  public void save(DataOutput out) throws IOException {
    addresses.save(out, Saved::writeEntity, Saved::writeAddress);
  }

  /** Takes over what {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    addresses.restore(in, Saved::readEntity, Saved::readAddress);
  }
}
