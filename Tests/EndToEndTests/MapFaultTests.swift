import Foundation
import TestSupport
import Testing

/// The web map where answers are late, missing or refused, in a real browser.
@Suite(.serialized, .enabled(if: Browser.isInstalled, "chromium is not installed (apt install chromium)"))
struct MapFaultTests {
  /// Holds back or refuses what is asked of the service, by the words in its address: `held` keeps the page waiting until `release()`,
  /// `failing` gives a status and a word of Retry-After.
  private static let between = [
    "ask", "",
    """
    (() => {
      const real = window.fetch;
      [window.held, window.failing, window.waiting] = [null, new Map(), []];
      window.fetch = (path, options = {}) => {
        for (const [words, status] of failing) if (String(path).includes(words)) return Promise.resolve(new Response(JSON.stringify({ detail: 'not now' }), { status, headers: { 'Retry-After': '1' } }));
        if (!held || !String(path).includes(held)) return real(path, options);
        // As a server that has answered when the page has left.
        return new Promise((done) => waiting.push(() => done(real(path, { ...options, signal: undefined }))));
      };
      window.release = () => { held = null; waiting.splice(0).forEach((go) => go()); return new Promise((done) => setTimeout(done, 1500)); };
    })()
    """,
  ]

  private static func hold(_ words: String) -> [String] { ["ask", "", "held = '\(words)'"] }
  private static let release = ["ask", "", "release()"]
  private static func fail(_ words: String, _ status: Int) -> [String] {
    ["ask", "", "failing.set('\(words)', \(status))"]
  }
  private static func mend(_ words: String) -> [String] { ["ask", "", "failing.delete('\(words)')"] }

  private static let drawn = """
    ({ arrivals: [...document.querySelectorAll('.arrival')].map((place) => place.textContent), layers: document.querySelectorAll('#map path').length,
      place: [map.getCenter().lng.toFixed(2), map.getCenter().lat.toFixed(2), map.getZoom()], text: document.getElementById('panel').innerText })
    """

  @Test func `what comes late for a view that was left draws nothing, moves nothing and is not told`() throws {
    let world = try EditingWorld(withRiver: true)
    let spill = { (season: String) in "panel: 'spill', place: '甲河 K20+000', season: '\(season)', at: '', zoom: ''" }
    let left: [(words: String, state: String)] = [
      ("season=dry", spill("dry")), ("questions/near", "panel: 'near', place: '110.9,34.5', at: '', zoom: ''"),
      ("items/A2", "panel: 'card', ref: 'tailings_pond/A2', at: '', zoom: ''"),
      ("collections/river_reach/items", "panel: 'rivers'"),
      ("river_code=JH", "panel: 'river', river: 'JH', at: '', zoom: ''"),
    ]
    var steps =
      MapPage.login + MapPage.settled + [Self.between] + MapPage.go(spill("wet")) + [["ask", "alone", Self.drawn]]
    for (index, view) in left.enumerated() {
      steps += [Self.hold(view.words), ["ask", "", "go({ \(view.state) })"], ["until", "waiting.length > 0"]]
      steps += MapPage.go(spill("wet")) + [Self.release, ["ask", "late\(index)", Self.drawn]]
    }
    let answers = try MapPage.drive(world, steps)
    let alone = try #require(answers["alone"] as? NSDictionary)
    #expect((alone["arrivals"] as? [String])?.isEmpty == false)
    for (index, view) in left.enumerated() {
      let late = answers["late\(index)"] as? NSDictionary
      for key in ["arrivals", "layers", "place", "text"] {
        #expect(late?[key] as? NSObject == alone[key] as? NSObject, "\(key) after \(view.state)")
      }
    }
    #expect(MapPage.errors(answers).isEmpty, "\(MapPage.errors(answers))")
  }

  @Test func `what of the layers can't be got is said on the map, and comes when it can be got`() throws {
    let world = try EditingWorld(withRiver: true)
    let sign = "document.getElementById('lost').textContent"
    let ponds = "collections/tailings_pond"
    let steps: [[String]] =
      MapPage.login + MapPage.settled + [Self.between, Self.fail(ponds + "/items", 503)]
      + MapPage.go("panel: 'layers', layers: 'river_reach'")
      + MapPage.go("panel: 'layers', layers: 'tailings_pond,river_reach'")
      + [["ask", "", "reloadLayer('tailings_pond')"], ["until", "\(sign).includes('尾矿库')"], ["ask", "sign", sign]]
      + MapPage.go("panel: 'layers'") + MapPage.read("layers") + MapPage.picture("lost-layer")
      + [Self.mend(ponds + "/items"), ["until", "!\(sign) && hetu.layers.get('tailings_pond')?.total === 2"]]
      // The same for tiles; two ponds are too many for marks here.
      + [
        ["ask", "", "hetu.pageSize = hetu.markLimit = 1"], Self.fail("/tiles/", 429),
        ["ask", "", "reloadLayer('tailings_pond')"],
        ["until", "\(sign).includes('部分图块')"], ["ask", "tiles", sign], Self.mend("/tiles/"),
        [
          "until",
          "!\(sign) && Object.values(hetu.layers.get('tailings_pond').layer._tiles).some(({ el }) => el.hits.length && el.classList.contains('leaflet-tile-loaded'))",
        ],
      ]
      // A refusal is not asked for again by itself, and what was asked for once in vain is asked for again when it is wanted.
      + [Self.fail("collections/district/items", 503), ["ask", "", "reloadLayer('district')"]]
      + MapPage.go("panel: 'list', kind: 'tailings_pond'")
      + [Self.mend("collections/district/items")] + MapPage.go("panel: 'list', kind: 'tailings_pond'")
      + [["ask", "districts", "document.querySelectorAll('#district option').length"]]
    let answers = try MapPage.drive(world, steps)
    #expect(
      (answers["sign"] as? String)?.contains("尾矿库未取到") == true && (answers["sign"] as? String)?.contains("重试") == true)
    #expect((answers["layers"] as? String)?.contains("未取到") == true)
    #expect((answers["tiles"] as? String)?.contains("尾矿库部分图块未取到") == true)
    #expect(answers["districts"] as? Int ?? 0 > 1)
    #expect(MapPage.errors(answers).isEmpty, "\(MapPage.errors(answers))")
  }

  @Test func `tables sort days, numbers and codes as they are meant`() throws {
    let world = try EditingWorld()
    let sorted = """
      ((cells) => { const table = tableOf(['列'], cells.map((cell) => ({ cells: [cell] }))); table.querySelector('th button').click();
        return [...table.querySelectorAll('td')].map((cell) => cell.textContent); })
      """
    let answers = try MapPage.drive(
      world,
      MapPage.login + [
        ["ask", "days", "\(sorted)(['2021-11-15', '2021-02-01', '', '2020-12-31'])"],
        ["ask", "numbers", "\(sorted)([10, 9.5, null, 1e-7, -2])"],
        ["ask", "codes", "\(sorted)(['K12+300', 'K2+000', 'K2+500'])"],
      ])
    #expect(answers["days"] as? [String] == ["2020-12-31", "2021-02-01", "2021-11-15", ""])
    #expect(answers["numbers"] as? [String] == ["-2", "1e-7", "9.5", "10", ""])
    #expect(answers["codes"] as? [String] == ["K2+000", "K2+500", "K12+300"])
  }

  @Test func `on a phone a map that is not seen keeps its place, and shows what was asked for when it is`() throws {
    let world = try EditingWorld(withRiver: true)
    let answers = try MapPage.drive(
      world,
      [["size", "400", "800"]] + MapPage.login + MapPage.settled + [["click", "#tall"]]
        + MapPage.go("panel: 'near', place: '110.9,34.5', within: '5000', at: '', zoom: ''")
        + [["ask", "hidden", "({ state: readState(), height: map.getSize().y })"], ["click", "#tall"]]
        + MapPage.settled + MapPage.picture("phone-tall") + [
          [
            "ask", "seen",
            "({ zoom: map.getZoom(), isThere: map.getBounds().contains([34.5, 110.9]) && !map.getBounds().contains([34.9, 110.9]) })",
          ]
        ])
    let hidden = answers["hidden"] as? [String: Any] ?? [:]
    #expect(hidden["height"] as? Int == 0 && (hidden["state"] as? [String: Any])?["at"] == nil, "\(hidden)")
    let seen = answers["seen"] as? [String: Any] ?? [:]
    #expect(seen["isThere"] as? Bool == true && (9...14).contains(seen["zoom"] as? Double ?? 0), "\(seen)")
  }

  @Test func `whose login has run out is told so and keeps what was typed`() throws {
    let world = try EditingWorld(withRiver: true)
    let pressed = "document.getElementById('pick').getAttribute('aria-pressed')"
    let answers = try MapPage.drive(
      world,
      MapPage.login + MapPage.go("panel: 'form', kind: 'protection_zone'") + [
        ["click", "#pick"], ["ask", "pressed", pressed], ["key", "Escape"], ["ask", "released", pressed],
      ] + MapPage.go("panel: 'form', ref: 'tailings_pond/A1'") + MapPage.enter("field-name", "新名") + [
        ["ask", "", "fetch('logout', { method: 'POST', redirect: 'manual' }).then(() => 0)"],
        ["ask", "", "map.setView([34.6, 111], 12, { animate: false }); 0"],
        ["ask", "", "reloadLayer('tailings_pond')"],
        ["click", "#save"], ["until", "document.querySelector('#message .error')"],
        ["ask", "told", "document.getElementById('message').innerText"],
        ["ask", "typed", "document.getElementById('field-name').value"],
        ["ask", "login", "document.querySelector('#message a').target"],
      ])
    #expect(answers["pressed"] as? String == "true" && answers["released"] as? String == "false")
    #expect((answers["told"] as? String)?.contains("登录已过期") == true && answers["typed"] as? String == "新名")
    #expect(answers["login"] as? String == "_blank")
  }
}
