package org.ikisaki.demo;

import java.util.List;

/** Which services the household uses, under the names of the catalogue, and their hosts. */
final class ServiceTable {
  /** In place of a host name: the server is known by its address alone. */
  static final String LITERAL = "-";

  /*
   * Network: "dual" and "ipv4" give each host addresses of its own; the delivery networks put the
   * hosts of several services on the same few addresses. "#" becomes random letters.
   */
  private static final String TABLE =
      """
      # service                 | role  | protocol | port  | network    | hosts
      YouTube                   | page  | quic     | 443   | dual       | www.youtube.com i.ytimg.com yt3.ggpht.com
      YouTube                   | poll  | quic     | 443   | dual       | youtubei.googleapis.com
      YouTube                   | media | quic     | 443   | dual       | rr1---sn-#.googlevideo.com rr2---sn-#.googlevideo.com rr3---sn-#.googlevideo.com rr4---sn-#.googlevideo.com rr5---sn-#.googlevideo.com
      Netflix                   | page  | tls      | 443   | dual       | www.netflix.com api-global.netflix.com
      Netflix                   | page  | tls      | 443   | akamai     | assets.nflxext.com
      Netflix                   | poll  | tls      | 443   | dual       | nrdp.logs.netflix.com
      Netflix                   | media | tls      | 443   | dual       | ipv6-c001-#-ix.1.oca.nflxvideo.net ipv6-c004-#-ix.1.oca.nflxvideo.net
      Amazon Prime Video        | page  | tls      | 443   | ipv4       | www.primevideo.com
      Amazon Prime Video        | media | tls      | 443   | cloudfront | s3-iad-ww.cf.videorolls.row.aiv-cdn.net a#.cf.dash.row.aiv-cdn.net
      Disney+                   | page  | tls      | 443   | dual       | www.disneyplus.com disney.api.edge.bamgrid.com
      Disney+                   | media | tls      | 443   | akamai     | vod-akc-eu.media.dssott.com
      Twitch                    | page  | tls      | 443   | fastly     | www.twitch.tv gql.twitch.tv
      Twitch                    | media | tls      | 443   | ipv4       | video-weaver.fra05.hls.ttvnw.net video-edge-#.fra05.abs.hls.ttvnw.net
      X (Twitter)               | page  | tls      | 443   | fastly     | abs.twimg.com pbs.twimg.com
      X (Twitter)               | page  | tls      | 443   | ipv4       | x.com api.x.com
      X (Twitter)               | poll  | tls      | 443   | ipv4       | api.twitter.com
      LINE                      | page  | tls      | 443   | ipv4       | obs.line-scdn.net profile.line-scdn.net
      LINE                      | poll  | tls      | 443   | ipv4       | gw.line.naver.jp legy.line-apps.com
      Slack                     | page  | tls      | 443   | cloudfront | a.slack-edge.com files.slack.com
      Slack                     | page  | tls      | 443   | ipv4       | slack.com
      Slack                     | poll  | tls      | 443   | ipv4       | wss-primary.slack.com
      Dropbox                   | media | tls      | 443   | dual       | content.dropboxapi.com
      Dropbox                   | poll  | tls      | 443   | ipv4       | bolt.dropbox.com api.dropboxapi.com
      Spotify                   | page  | tls      | 443   | fastly     | i.scdn.co
      Spotify                   | media | tls      | 443   | fastly     | audio-fa.scdn.co
      Spotify                   | poll  | tls      | 443   | ipv4       | spclient.wg.spotify.com
      Steam                     | page  | tls      | 443   | akamai     | store.steampowered.com cdn.akamai.steamstatic.com
      Steam                     | media | http     | 80    | ipv4       | cache4-fra2.steamcontent.com
      Zoom                      | page  | tls      | 443   | ipv4       | zoom.us us04web.zoom.us
      Zoom                      | media | udp      | 8801  | ipv4       | zoomfra123mmr.fra.zoom.us
      Microsoft Teams           | page  | tls      | 443   | dual       | teams.microsoft.com statics.teams.cdn.office.net
      Windows Update            | media | http     | 80    | dual       | 3.tlu.dl.delivery.mp.microsoft.com
      Windows Update            | poll  | tls      | 443   | ipv4       | fe3cr.delivery.mp.microsoft.com slscr.update.microsoft.com
      Microsoft telemetry       | poll  | tls      | 443   | ipv4       | v10.events.data.microsoft.com settings-win.data.microsoft.com
      iCloud                    | media | tls      | 443   | dual       | cvws.icloud-content.com
      iCloud                    | poll  | tls      | 443   | dual       | gateway.icloud.com p42-caldav.icloud.com
      Apple                     | page  | tls      | 443   | akamai     | gs-loc.apple.com www.apple.com
      Apple push notifications  | poll  | tls      | 5223  | dual       | 17-courier.push.apple.com
      Google                    | page  | quic     | 443   | dual       | www.google.com ogs.google.com apis.google.com
      Google push notifications | poll  | tls      | 5228  | dual       | mtalk.google.com
      WhatsApp                  | media | quic     | 443   | dual       | media-fra3-1.cdn.whatsapp.net
      WhatsApp                  | poll  | tls      | 443   | dual       | g.whatsapp.net
      Instagram                 | page  | quic     | 443   | dual       | i.instagram.com scontent-fra3-1.cdninstagram.com
      Instagram                 | media | quic     | 443   | dual       | instagram.ffra1-1.fna.cdninstagram.com
      Facebook                  | page  | quic     | 443   | dual       | www.facebook.com static.xx.fbcdn.net
      Facebook                  | poll  | tls      | 443   | dual       | graph.facebook.com
      TikTok                    | page  | tls      | 443   | akamai     | www.tiktok.com p16-sign.tiktokcdn.com
      TikTok                    | media | tls      | 443   | akamai     | v16-webapp.tiktok.com
      Discord                   | page  | tls      | 443   | cloudflare | discord.com cdn.discordapp.com
      Discord                   | poll  | tls      | 443   | cloudflare | gateway.discord.gg
      GitHub                    | page  | tls      | 443   | ipv4       | github.com api.github.com
      GitHub                    | page  | tls      | 443   | fastly     | objects.githubusercontent.com
      Reddit                    | page  | tls      | 443   | fastly     | www.reddit.com i.redd.it
      Wikipedia                 | page  | tls      | 443   | dual       | en.wikipedia.org upload.wikimedia.org
      Amazon                    | page  | tls      | 443   | cloudfront | www.amazon.com m.media-amazon.com
      Amazon Alexa              | poll  | tls      | 443   | ipv4       | avs-alexa-16-na.amazon.com
      PlayStation               | media | http     | 80    | ipv4       | gs2.ww.prod.dl.playstation.net
      PlayStation               | poll  | tls      | 443   | akamai     | asm.np.community.playstation.net
      Philips Hue               | poll  | tls      | 443   | ipv4       | ws.meethue.com
      Ring                      | poll  | tls      | 443   | ipv4       | fw.ring.com
      Ring                      | media | tls      | 443   | ipv4       | share-ring-#.ring.com
      Tado                      | poll  | tls      | 8883  | ipv4       | mqtt.tado.com
      Tuya                      | poll  | tls      | 8883  | ipv4       | m1.tuyaeu.com
      Sonos                     | poll  | tls      | 443   | ipv4       | msmetrics.ws.sonos.com
      Samsung                   | poll  | tls      | 443   | ipv4       | time.samsungcloudsolution.com osb-apps.samsungqbe.com
      HP                        | poll  | tls      | 443   | ipv4       | xmpp006.hpeprint.com
      Synology                  | poll  | tls      | 443   | ipv4       | checkip.synology.com
      Firefox                   | poll  | tls      | 443   | dual       | push.services.mozilla.com
      Mozilla telemetry         | poll  | tls      | 443   | dual       | incoming.telemetry.mozilla.org
      Debian                    | media | http     | 80    | fastly     | ftp.debian.org
      NTP pool                  | poll  | udp      | 123   | dual       | 0.pool.ntp.org 1.pool.ntp.org 2.debian.pool.ntp.org
      example.org               | page  | tls      | 443   | cloudflare | www.example.org static.example.org
      example.net               | poll  | tls      | 443   | ipv4       | weather.example.net
      (unnamed)                 | page  | tls      | 443   | ipv4       | -
      (unnamed)                 | media | udp      | 27015 | ipv4       | -
      (unnamed)                 | poll  | udp      | 32100 | ipv4       | -
      """;

  private ServiceTable() {}

  static List<Line> lines() {
    return TABLE.lines().filter(line -> !line.startsWith("#")).map(ServiceTable::line).toList();
  }

  private static Line line(String text) {
    String[] cells = text.split("\\s*\\|\\s*", -1);
    List<String> names = List.of(cells[5].split(" ", -1));
    return new Line(cells[0], cells[1], cells[2], Integer.parseInt(cells[3]), cells[4], names);
  }

  /** Hosts of one service that have all but their names and addresses in common. */
  record Line(
      String service, String role, String protocol, int port, String network, List<String> names) {}
}
