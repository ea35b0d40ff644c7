package io.testudo.ocsf;

/** An object within an event, such as an endpoint, a process or a file, being built. */
public final class OcsfObject extends OcsfAttributes<OcsfObject> {

  private OcsfObject() {}

  /** An object without attributes. */
  public static OcsfObject empty() {
    return new OcsfObject();
  }

  /** Whether nothing was set yet. */
  public boolean isEmpty() {
    return json.isEmpty();
  }

  @Override
  OcsfObject self() {
    return this;
  }
}
