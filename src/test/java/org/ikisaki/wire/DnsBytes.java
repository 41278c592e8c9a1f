package org.ikisaki.wire;

/** DNS messages for tests. */
public final class DnsBytes {
  private final int id;
  private final int flags;
  private final Bytes questions = new Bytes();
  private final Bytes records = new Bytes();
  private int questionCount;
  private int recordCount;

  private DnsBytes(int id, int flags) {
    this.id = id;
    this.flags = flags;
  }

  public static DnsBytes query(int id) {
    return new DnsBytes(id, 0x0100);
  }

  public static DnsBytes response(int id) {
    return new DnsBytes(id, 0x8180);
  }

  public DnsBytes question(String name, int type) {
    questions.name(name).u16(type).u16(1);
    questionCount++;
    return this;
  }

  public DnsBytes answer(String name, int type, Bytes data) {
    records.name(name).u16(type).u16(1).u32(300).vector(2, data);
    recordCount++;
    return this;
  }

  public DnsBytes address(String name, String address) {
    IpAddress parsed = IpAddress.parse(address);
    return answer(name, parsed.isIpv4() ? 1 : 28, new Bytes().add(parsed.toBytes()));
  }

  public DnsBytes cname(String name, String target) {
    return answer(name, 5, new Bytes().name(target));
  }

  public byte[] array() {
    return new Bytes()
        .u16(id)
        .u16(flags)
        .u16(questionCount)
        .u16(recordCount)
        .u32(0)
        .add(questions)
        .add(records)
        .array();
  }

  /** An ECHConfigList (RFC 9849, 4) with one configuration. */
  public static Bytes echConfigs(String publicName) {
    Bytes contents =
        new Bytes()
            .u8(7)
            .u16(0x20)
            .vector(2, new Bytes().zeros(32))
            .vector(2, new Bytes().u32(0x0001_0001))
            .u8(0)
            .vector(1, new Bytes().text(publicName))
            .u16(0);
    return new Bytes().vector(2, new Bytes().u16(0xfe0d).vector(2, contents));
  }
}
