import Foundation
import TestSupport
import Testing

/// Steps on the web map that tests have in common.
enum MapPage {
  /// Logs in as the branch of 411202, by the keyboard.
  static let login: [[String]] = [
    ["until", "document.getElementById('password')"], ["click", "#name"], ["type", "湖滨分局"], ["key", "Tab"],
    ["type", EditingWorld.password], ["key", "Enter"], ["until", "document.body.dataset.ready && hetu.account"],
  ]

  /// Waits until the panel has all that it asked for.
  static let settled: [[String]] = [
    ["until", "document.body.dataset.ready && !document.getElementById('panel').hasAttribute('aria-busy')"]
  ]

  /// Where pictures of the steps go, to be looked at; set `HETU_PICTURES` to a folder to have them.
  static func picture(_ name: String) -> [[String]] {
    ProcessInfo.processInfo.environment["HETU_PICTURES"].map { [["picture", "\($0)/\(name).png"]] } ?? []
  }

  static func drive(_ world: EditingWorld, _ steps: [[String]], from place: String = "/map") throws -> [String: Any] {
    let url = try #require(URL(string: world.service.base + place))
    return try Browser.drive(url, steps)
  }

  /// Types a text into a field, in place of what is there.
  static func enter(_ id: String, _ text: String) -> [[String]] {
    [["click", "#\(id)"], ["ask", "", "document.getElementById('\(id)').select()"], ["type", text]]
  }

  /// Opens a panel by its state, and waits for it.
  static func go(_ state: String) -> [[String]] { [["ask", "", "go({ \(state) })"]] + settled }

  /// Clicks the map at longitude and latitude.
  static func clickMap(_ longitude: Double, _ latitude: Double) -> [String] {
    [
      "at",
      "(() => { const b = document.getElementById('map').getBoundingClientRect(); "
        + "const p = map.latLngToContainerPoint([\(latitude), \(longitude)]); return [b.x + p.x, b.y + p.y]; })()",
    ]
  }

  /// Chooses one of a list.
  static func choose(_ id: String, _ value: String) -> [[String]] {
    [
      [
        "ask", "",
        "(() => { const s = document.getElementById('\(id)'); s.value = '\(value)'; s.dispatchEvent(new Event('change')); })()",
      ]
    ] + settled
  }

  /// What a text of the panel is called under `name`.
  static func read(_ name: String) -> [[String]] { [["ask", name, "document.getElementById('panel').innerText"]] }

  /// The errors of the console but those of answers that refuse.
  static func errors(_ answers: [String: Any]) -> [String] {
    (answers["errors"] as? [String] ?? []).filter { !$0.contains("status of 4") }
  }
}
