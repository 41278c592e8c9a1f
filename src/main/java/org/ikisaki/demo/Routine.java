package org.ikisaki.demo;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.ikisaki.demo.RemoteHost.Role;
import org.ikisaki.demo.Timespan.Part;

/**
 * The household's day: who does what, and when. All that a day holds is put on the agenda here, as
 * beginnings that lead to everything else. Confined to the thread that polls the source.
 */
final class Routine {
  private static final MediaStream.Shape CALL = new MediaStream.Shape(70_000_000, 750, 820);
  private static final MediaStream.Shape GAME = new MediaStream.Shape(80_000_000, 90, 240);
  private static final int SMB = 445;
  private static final int PRINTING = 9100;
  private static final long SECOND = 1_000_000_000L;

  private final Household household;
  private final Timespan span;
  private final Agenda agenda;
  private final Network network;
  private final Activities activities;
  private final AddressChatter addresses;
  private final DiscoveryChatter discovery;

  Routine(
      Household household,
      Timespan span,
      Agenda agenda,
      Network network,
      Activities activities,
      AddressChatter addresses,
      DiscoveryChatter discovery) {
    this.household = household;
    this.span = span;
    this.agenda = agenda;
    this.network = network;
    this.activities = activities;
    this.addresses = addresses;
    this.discovery = discovery;
  }

  void plan() {
    addresses.advertise(span.from());
    annasWork();
    bensWork();
    school();
    television();
    music();
    games();
    phone("anna-iphone", "Apple push notifications");
    phone("ben-pixel", "Google push notifications");
    phone("carla-galaxy", "Google push notifications");
    of("anna-iphone").between("19:00", "19:25").watch("Instagram", 95_000, 1);
    of("carla-galaxy").between("19:00", "19:25").watch("TikTok", 95_000, 1);
    appliances();
    camera();
    servers();
    neighbours();
  }

  /** Slack was open before anybody listened; later that day the laptop takes it up again. */
  private void annasWork() {
    Habits anna = of("anna-macbook");
    RemoteHost slack = household.hosts("Slack", Role.POLL).get(0);
    Script open = Script.keepAlive(Duration.ofMinutes(75), Duration.ofSeconds(25));
    network.resume(span.from() + SECOND, anna.device(), slack, open);
    Part later = new Part(span.from() + minutes(95).toNanos(), span.until());
    activities.stay(anna.device(), "Slack", later, seconds(40));

    anna.allDay().poll("iCloud", minutes(20)).poll("Dropbox", minutes(12));
    anna.between("08:00", "18:00")
        .browse(seconds(150), "Slack", "GitHub", "Google", "Wikipedia", "example.org")
        .transfer("Dropbox", Script.upload(30, 900_000, 12));
    anna.between("02:00", "02:30").copy(device("nas"), SMB, Script.upload(80, 4_000_000, 40));
  }

  private void bensWork() {
    Habits ben = of("ben-thinkpad");
    ben.allDay().poll("Microsoft telemetry", minutes(9)).poll("Windows Update", minutes(50));
    ben.between("08:00", "17:00")
        .browse(seconds(140), "Microsoft Teams", "Google", "Reddit", "Amazon", "Zoom");
    ben.between("10:00", "10:35").stream("Zoom", CALL);
    ben.between("13:00", "14:00").transfer("Windows Update", Script.download(40, 8_000_000, 40));
    for (String hour : List.of("09:00", "11:00", "15:00")) {
      ben.between(hour, hourAfter(hour))
          .copy(device("office-printer"), PRINTING, Script.upload(4, 300_000, 1));
    }
  }

  private void school() {
    Habits carla = of("carla-laptop");
    carla
        .allDay()
        .poll("Firefox", minutes(45))
        .poll("Mozilla telemetry", minutes(55))
        .poll("Discord", minutes(30));
    carla
        .between("15:00", "22:00")
        .browse(seconds(200), "Wikipedia", "Discord", "Reddit", "Steam", "Twitch");
    carla.between("16:00", "16:30").transfer("Steam", Script.download(60, 5_000_000, 40));
    carla.between("20:00", "21:00").watch("Twitch", 600_000, 12);
  }

  private void television() {
    Habits tv = of("living-room-tv");
    tv.between("17:00", "18:30").watch("YouTube", 110_000, 1);
    tv.between("20:00", "22:00").watch("Netflix", 1_600_000, 12);
    tv.between("22:00", "22:45").watch("Amazon Prime Video", 1_400_000, 12);
    tv.allDay()
        .poll("Samsung", minutes(15))
        .poll("Netflix", minutes(45))
        .browse(minutes(40), Truth.UNNAMED);

    Habits tablet = of("kitchen-ipad");
    tablet.between("07:00", "07:40").watch("YouTube", 95_000, 1);
    tablet.between("18:00", "19:00").watch("Disney+", 700_000, 12);
    tablet.allDay().poll("iCloud", minutes(30));
  }

  private void music() {
    of("kitchen-echo").between("07:00", "09:00").watch("Spotify", 60_000, 4);
    of("speaker")
        .between("17:00", "21:00")
        .watch("Spotify", 60_000, 4)
        .poll("Spotify", minutes(10));
  }

  private void games() {
    Habits console = of("playstation");
    console.allDay().poll("PlayStation", minutes(6));
    console.between("03:00", "04:00").transfer("PlayStation", Script.download(100, 12_000_000, 44));
    console.between("19:10", "19:50").stream(Truth.UNNAMED, GAME);
  }

  /** Away by day, in use in the morning and evening, and never quite at rest at night. */
  private void phone(String name, String push) {
    Habits phone = of(name);
    Habits atHome = phone.between("16:40", "08:20");
    for (Part part : atHome.parts()) {
      addresses.join(phone.device(), part.from() + SECOND);
      addresses.keepInTouch(phone.device(), part);
      announce(phone.device(), part);
    }
    atHome.stay(push, minutes(9));
    for (String service : List.of("YouTube", "WhatsApp", "LINE", "X (Twitter)", "Facebook")) {
      atHome.poll(service, minutes(22));
    }
    String[] pages = {"Instagram", "X (Twitter)", "LINE", "Facebook", "Google", "Apple"};
    phone.between("07:00", "08:00").browse(seconds(90), pages);
    phone
        .between("17:00", "23:00")
        .browse(seconds(150), pages)
        .copy(device("nas"), SMB, Script.upload(25, 1_500_000, 10));
    phone.between("19:30", "19:35").transfer("WhatsApp", Script.upload(6, 400_000, 1));
    phone.between("22:10", "22:50").watch("YouTube", 95_000, 1);
  }

  /** What hangs on the wall and calls home all day. */
  private void appliances() {
    of("kitchen-echo").allDay().stay("Amazon Alexa", minutes(2));
    of("hue-bridge").allDay().stay("Philips Hue", minutes(1));
    of("heater-plug").allDay().stay("Tuya", minutes(1));
    of("office-printer").allDay().stay("HP", minutes(3));
    of("hall-thermostat").allDay().stay("Tado", seconds(45)).poll("example.net", minutes(30));
    of("speaker").allDay().poll("Sonos", minutes(12));
  }

  private void camera() {
    Habits camera = of("door-camera");
    camera.allDay().poll("Ring", minutes(5)).beat(Truth.UNNAMED, seconds(50));
    for (String hour : List.of("08:00", "12:00", "16:00", "17:00", "19:00")) {
      camera.between(hour, hourAfter(hour)).transfer("Ring", Script.upload(20, 250_000, 1));
    }
  }

  /** What runs in the cupboard. */
  private void servers() {
    of("nas").allDay().poll("Synology", minutes(30));
    of("nas").between("02:00", "02:30").transfer("Dropbox", Script.upload(60, 3_000_000, 40));
    of("anna-macbook").between("23:00", "23:30").transfer("iCloud", Script.upload(20, 700_000, 8));
    Habits raspberry = of("raspberrypi");
    raspberry.between("06:00", "06:20").transfer("Debian", Script.download(12, 1_500_000, 1));
    Network.Ping ping = network.ping(raspberry.device());
    RemoteHost far = household.hosts(Truth.UNNAMED, Role.PAGE).get(0);
    agenda.every(minutes(1), span.whole(), ping::router);
    agenda.every(minutes(5), span.whole(), now -> ping.host(now, far));
  }

  /** What devices that stay at home say to each other, and to everybody. */
  private void neighbours() {
    for (Device device : household.devices()) {
      if (!device.kind().roams()) {
        addresses.keepInTouch(device, span.whole());
        of(device.name()).allDay().setClock(Duration.ofHours(2));
      }
    }
    Part always = span.whole();
    List.of(
            "office-printer",
            "speaker",
            "nas",
            "living-room-tv",
            "hue-bridge",
            "raspberrypi",
            "anna-macbook",
            "kitchen-ipad")
        .forEach(name -> announce(device(name), always));
    List.of("ben-thinkpad", "carla-laptop", "nas")
        .forEach(name -> discovery.claim(device(name), always));
    Device tv = device("living-room-tv");
    discovery.browse(device("kitchen-ipad"), "_airplay._tcp.local", always);
    discovery.browse(device("anna-macbook"), "_smb._tcp.local", always);
    discovery.notify(
        tv,
        "urn:dial-multiscreen-org:service:dial:1",
        "SHP, UPnP/1.0, Samsung UPnP SDK/1.0",
        always);
    discovery.notify(
        device("hue-bridge"),
        "urn:schemas-upnp-org:device:basic:1",
        "Hue/1.0 UPnP/1.0 IpBridge/1.60.0",
        always);
    discovery.notify(
        device("speaker"),
        "urn:schemas-upnp-org:device:ZonePlayer:1",
        "Linux UPnP/1.0 Sonos/70.3 (ZPS12)",
        always);
    discovery.notify(
        household.router(),
        "urn:schemas-upnp-org:device:InternetGatewayDevice:1",
        "router UPnP/1.0 AVM FRITZ!Box 7590 154.07.57",
        always);
    discovery.search(device("carla-laptop"), tv, always);
  }

  private void announce(Device device, Part part) {
    discovery.announce(device, Habitus.of(device), part);
  }

  private Habits of(String name) {
    return new Habits(activities, span, device(name), List.of());
  }

  private Device device(String name) {
    return household.device(name);
  }

  private static String hourAfter(String time) {
    return LocalTime.parse(time).plusHours(1).toString();
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
