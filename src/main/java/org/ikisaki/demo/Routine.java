package org.ikisaki.demo;

import java.time.Duration;
import java.time.LocalTime;
import org.ikisaki.demo.RemoteHost.Role;

/**
 * The household's day: who does what, and when. All that a day holds is put on the agenda here, as
 * beginnings that lead to everything else. Confined to the thread that polls the source.
 */
final class Routine {
  private static final long SECOND = 1_000_000_000L;
  private static final LocalTime MIDNIGHT = LocalTime.MIDNIGHT;
  private static final MediaStream.Shape CALL = new MediaStream.Shape(60_000_000, 750, 820);
  private static final MediaStream.Shape GAME = new MediaStream.Shape(80_000_000, 90, 240);

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
    work();
    evening();
    phones();
    appliances();
    servers();
    neighbours();
  }

  /** Laptops: Slack was open before anybody listened, and the laptop takes it up again later. */
  private void work() {
    Device anna = household.device("anna-macbook");
    RemoteHost slack = household.hosts("Slack", Role.POLL).get(0);
    Duration before = Duration.ofMinutes(75);
    network.resume(
        span.from() + SECOND, anna, slack, Script.keepAlive(before, Duration.ofSeconds(25)));
    long again = span.from() + before.plusMinutes(20).toNanos();
    activities.stay(anna, "Slack", again, span.until(), Duration.ofSeconds(40));
    allDay(anna, "iCloud", Duration.ofMinutes(20));
    allDay(anna, "Dropbox", Duration.ofMinutes(12));
    hours(
        8,
        18,
        (from, until) -> {
          Duration gap = Duration.ofSeconds(150);
          activities.browse(
              anna, from, until, gap, "Slack", "GitHub", "Google", "Wikipedia", "example.org");
          activities.transfer(anna, "Dropbox", from + 900 * SECOND, Script.upload(30, 900_000, 12));
        });

    Device ben = household.device("ben-thinkpad");
    allDay(ben, "Microsoft", Duration.ofMinutes(9));
    allDay(ben, "Windows Update", Duration.ofMinutes(50));
    hours(
        8,
        17,
        (from, until) ->
            activities.browse(
                ben,
                from,
                until,
                Duration.ofSeconds(140),
                "Microsoft Teams",
                "Google",
                "Reddit",
                "Amazon",
                "Zoom"));
    part(
        LocalTime.of(10, 0),
        LocalTime.of(10, 35),
        (from, until) -> activities.stream(ben, "Zoom", from, until, CALL));
    hours(
        13,
        14,
        (from, until) ->
            activities.transfer(ben, "Windows Update", from, Script.download(40, 8_000_000, 40)));

    Device carla = household.device("carla-laptop");
    allDay(carla, "Mozilla", Duration.ofMinutes(25));
    hours(
        15,
        22,
        (from, until) ->
            activities.browse(
                carla,
                from,
                until,
                Duration.ofSeconds(200),
                "Wikipedia",
                "Discord",
                "Reddit",
                "Steam",
                "Twitch"));
    part(
        LocalTime.of(16, 0),
        LocalTime.of(16, 30),
        (from, until) ->
            activities.transfer(carla, "Steam", from, Script.download(60, 5_000_000, 40)));
  }

  /** What is watched, heard and played. */
  private void evening() {
    Device tv = household.device("living-room-tv");
    part(
        LocalTime.of(17, 0),
        LocalTime.of(18, 30),
        (from, until) -> activities.watch(tv, "YouTube", from, until, 140_000, 1));
    hours(20, 22, (from, until) -> activities.watch(tv, "Netflix", from, until, 1_600_000, 12));
    part(
        LocalTime.of(22, 0),
        LocalTime.of(22, 45),
        (from, until) -> activities.watch(tv, "Amazon Prime Video", from, until, 1_400_000, 8));
    activities.browse(tv, span.from(), span.until(), Duration.ofMinutes(40), Truth.UNNAMED);
    allDay(tv, "Samsung", Duration.ofMinutes(15));
    allDay(tv, "Netflix", Duration.ofMinutes(45));

    Device tablet = household.device("kitchen-ipad");
    hours(18, 19, (from, until) -> activities.watch(tablet, "Disney+", from, until, 700_000, 8));
    part(
        LocalTime.of(7, 0),
        LocalTime.of(7, 40),
        (from, until) -> activities.watch(tablet, "YouTube", from, until, 120_000, 1));
    allDay(tablet, "iCloud", Duration.ofMinutes(30));

    hours(
        7,
        9,
        (from, until) ->
            activities.watch(household.device("kitchen-echo"), "Spotify", from, until, 60_000, 4));
    hours(
        17,
        21,
        (from, until) ->
            activities.watch(household.device("speaker"), "Spotify", from, until, 60_000, 4));

    Device console = household.device("playstation");
    allDay(console, "PlayStation", Duration.ofMinutes(6));
    hours(
        3,
        4,
        (from, until) ->
            activities.transfer(
                console, "PlayStation", from, Script.download(100, 12_000_000, 44)));
    part(
        LocalTime.of(19, 10),
        LocalTime.of(19, 50),
        (from, until) -> activities.stream(console, Truth.UNNAMED, from, until, GAME));

    Device carla = household.device("carla-laptop");
    part(
        LocalTime.of(20, 0),
        LocalTime.of(21, 0),
        (from, until) -> activities.watch(carla, "Twitch", from, until, 600_000, 8));
  }

  /** Phones: away by day, in use in the morning and evening, and never quite at rest at night. */
  private void phones() {
    phone("anna-iphone", "Instagram", "LINE", "Twitter/X");
    phone("ben-pixel", "Twitter/X", "WhatsApp", "Google");
    phone("carla-galaxy", "TikTok", "Instagram", "Facebook");
  }

  private void phone(String name, String... services) {
    Device phone = household.device(name);
    part(
        LocalTime.of(16, 40),
        LocalTime.of(8, 20),
        (from, until) -> {
          addresses.join(phone, from + SECOND);
          String push = name.endsWith("iphone") ? "Apple" : "Google";
          activities.stay(phone, push, from + 2 * SECOND, until, Duration.ofMinutes(9));
          for (String service :
              new String[] {"YouTube", "WhatsApp", "LINE", "Twitter/X", "Facebook"}) {
            activities.poll(phone, service, from, until, Duration.ofMinutes(22));
          }
          addresses.keepInTouch(phone, from, until);
          discovery.announce(phone, "", 0, from, until);
        });
    String[] pages = {"Instagram", "Twitter/X", "LINE", "Facebook", "Google", "Apple"};
    hours(
        7,
        8,
        (from, until) -> activities.browse(phone, from, until, Duration.ofSeconds(90), pages));
    hours(
        17,
        23,
        (from, until) -> {
          activities.browse(phone, from, until, Duration.ofSeconds(150), pages);
          activities.copy(
              phone,
              household.device("nas"),
              445,
              from + 1800 * SECOND,
              Script.upload(25, 1_500_000, 10));
        });
    part(
        LocalTime.of(19, 0),
        LocalTime.of(19, 25),
        (from, until) -> watch(phone, services[0], from, until));
    part(
        LocalTime.of(22, 10),
        LocalTime.of(22, 50),
        (from, until) -> activities.watch(phone, "YouTube", from, until, 120_000, 1));
  }

  private void watch(Device device, String service, long from, long until) {
    if (service.equals("TikTok") || service.equals("Instagram")) {
      activities.watch(device, service, from, until, 120_000, 1);
    }
  }

  /** What hangs on the wall and calls home all day. */
  private void appliances() {
    stay("kitchen-echo", "Alexa", Duration.ofMinutes(2));
    stay("hue-bridge", "Philips Hue", Duration.ofMinutes(1));
    stay("hall-thermostat", "tado", Duration.ofSeconds(45));
    stay("heater-plug", "Tuya", Duration.ofMinutes(1));
    stay("office-printer", "HP", Duration.ofMinutes(3));
    allDay(household.device("speaker"), "Sonos", Duration.ofMinutes(12));
    allDay(household.device("hall-thermostat"), "example.net", Duration.ofMinutes(30));

    Device camera = household.device("door-camera");
    allDay(camera, "Ring", Duration.ofMinutes(5));
    activities.beat(camera, Truth.UNNAMED, span.from(), span.until(), Duration.ofSeconds(50));
    for (int hour : new int[] {8, 12, 16, 17, 19}) {
      hours(
          hour,
          hour + 1,
          (from, until) ->
              activities.transfer(
                  camera, "Ring", from + 700 * SECOND, Script.upload(20, 250_000, 1)));
    }
    Device printer = household.device("office-printer");
    Device laptop = household.device("ben-thinkpad");
    for (int hour : new int[] {9, 11, 15}) {
      hours(
          hour,
          hour + 1,
          (from, until) ->
              activities.copy(
                  laptop, printer, 9100, from + 500 * SECOND, Script.upload(4, 300_000, 1)));
    }
  }

  /** What runs in the cupboard. */
  private void servers() {
    Device nas = household.device("nas");
    allDay(nas, "Synology", Duration.ofMinutes(30));
    part(
        LocalTime.of(2, 0),
        LocalTime.of(2, 30),
        (from, until) -> {
          activities.transfer(nas, "Dropbox", from, Script.upload(60, 3_000_000, 40));
          activities.copy(
              household.device("anna-macbook"), nas, 445, from, Script.upload(80, 4_000_000, 40));
        });
    Device raspberry = household.device("raspberrypi");
    part(
        LocalTime.of(6, 0),
        LocalTime.of(6, 20),
        (from, until) ->
            activities.transfer(raspberry, "Debian", from, Script.download(12, 1_500_000, 1)));
    Network.Ping ping = network.ping(raspberry);
    agenda.every(Duration.ofMinutes(1), span.from(), span.until(), ping::router);
    RemoteHost far = household.hosts(Truth.UNNAMED, Role.PAGE).get(0);
    agenda.every(Duration.ofMinutes(5), span.from(), span.until(), now -> ping.host(now, far));
    for (Device device : household.devices()) {
      if (!device.kind().roams()) {
        activities.setClock(device, span.from(), span.until(), Duration.ofHours(2));
      }
    }
  }

  /** What devices say to each other, and to everybody. */
  private void neighbours() {
    long from = span.from();
    long until = span.until();
    for (Device device : household.devices()) {
      if (!device.kind().roams()) {
        addresses.keepInTouch(device, from, until);
      }
    }
    discovery.announce(household.device("office-printer"), "_ipp._tcp.local", 631, from, until);
    discovery.announce(household.device("speaker"), "_sonos._tcp.local", 1443, from, until);
    discovery.announce(household.device("nas"), "_smb._tcp.local", 445, from, until);
    discovery.announce(
        household.device("living-room-tv"), "_airplay._tcp.local", 7000, from, until);
    discovery.announce(household.device("hue-bridge"), "_hue._tcp.local", 443, from, until);
    discovery.announce(household.device("anna-macbook"), "", 0, from, until);
    discovery.announce(household.device("raspberrypi"), "_ssh._tcp.local", 22, from, until);
    discovery.browse(household.device("kitchen-ipad"), "_airplay._tcp.local", from, until);
    discovery.browse(household.device("anna-macbook"), "_smb._tcp.local", from, until);
    Device tv = household.device("living-room-tv");
    discovery.notify(tv, "urn:dial-multiscreen-org:service:dial:1", from, until);
    discovery.notify(household.device("hue-bridge"), "upnp:rootdevice", from, until);
    discovery.search(household.device("carla-laptop"), tv, from, until);
  }

  private void stay(String device, String service, Duration pause) {
    activities.stay(household.device(device), service, span.from(), span.until(), pause);
  }

  private void allDay(Device device, String service, Duration period) {
    activities.poll(device, service, span.from(), span.until(), period);
  }

  private void hours(int from, int to, Timespan.Part part) {
    span.daily(LocalTime.of(from, 0), to == 24 ? MIDNIGHT : LocalTime.of(to, 0), part);
  }

  private void part(LocalTime from, LocalTime to, Timespan.Part part) {
    span.daily(from, to, part);
  }
}
