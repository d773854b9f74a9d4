import Foundation
import HetuGeometry
import HetuPlanning
import HetuPublishing
import HetuRegistry
import TestSupport
import Testing

/// The offline viewer in a real browser that has no network.
@Suite(.serialized, .enabled(if: Browser.isInstalled, "chromium is not installed (apt install chromium)"))
struct ViewerBrowserTests {
  private func page(_ scratch: Scratch) throws -> URL {
    let world = try World.withRiver()
    try world.add(
      "emergency_facility", "F1", "丙闸", .point(World.beside(111.2, metres: 200)),
      ["duty_phone": .text("13987654321"), "functions": .list(#"["拦截"]"#)])
    try world.add(
      "emergency_facility", "F2", "丁库", .point(World.beside(111.3, metres: 200)), ["functions": .list(#"["暂存"]"#)])
    try world.add(
      "tailings_pond", "W", "<i>甲</i>尾矿库", .point(World.beside(111.1, metres: 300)), ["risk_grade": .text("重大")])
    try world.add("sensitive_target", "M", "戊镇", .point(World.beside(111.35, metres: 400)))
    return try world.publish(in: scratch.folder, formats: [.viewer]).appending(path: "地图.html")
  }

  /// Where a feature's symbol stands in the window.
  private static func place(_ code: String) -> String {
    """
    (() => { const mark = marks.find((each) => each.feature.code === '\(code)');
      const box = document.getElementById('map').getBoundingClientRect(); return [mark.x + box.x, mark.y + box.y]; })()
    """
  }

  @Test func `nothing of the plan is wider than a phone`() throws {
    let scratch = try Scratch()
    let answers = try Browser.drive(
      try page(scratch),
      [
        ["size", "390", "844"], ["click", "#tab-plan"],
        ["ask", "plan", "document.querySelectorAll('#plan table').length"],
        ["ask", "width", "document.documentElement.scrollWidth"],
      ])
    #expect(answers["plan"] as? Int ?? 0 > 5 && answers["width"] as? Int == 390)
  }

  private static let picture = "document.getElementById('map').toDataURL()"

  @Test func `search, switches, clicks and measuring work with the network off`() throws {
    let scratch = try Scratch()
    let answers = try Browser.drive(
      try page(scratch),
      [
        ["ask", "all", "document.getElementById('count').textContent"],
        ["click", "#search"], ["type", "丙"],
        ["ask", "found", "document.getElementById('found').textContent"],
        ["click", "#found button"],
        ["ask", "card", "document.getElementById('card').hidden ? '' : document.getElementById('card').textContent"],
        ["ask", "call", "document.querySelector('#card .phone a').href"],
        ["ask", "figures", "document.querySelector('#card .figures').textContent"],
        ["click", "#tab-scenarios"],
        ["ask", "scenario", "document.querySelector('#scenarios article').textContent"],
        ["click", "#show-strip"],
        ["ask", "strip", "document.querySelector('#strip svg').getBoundingClientRect().width"],
        ["ask", "named", "document.getElementById('strip').textContent"],
        ["click", "#whole"], ["at", Self.place("W")],
        ["ask", "clicked", "document.querySelector('#card h2').textContent"],
        ["ask", "markup", "document.querySelectorAll('#card i').length"],
        ["click", "#tab-layers"], ["ask", "before", Self.picture],
        [
          "ask", "switch",
          "[...document.querySelectorAll('#layers label')].findIndex((l) => l.textContent.startsWith('固定风险源'))",
        ],
        [
          "at",
          """
          (() => { const label = [...document.querySelectorAll('#layers label')].find((l) => l.textContent.startsWith('固定风险源'));
            const box = label.querySelector('input').getBoundingClientRect(); return [box.x + 5, box.y + 5]; })()
          """,
        ],
        ["ask", "after", Self.picture], ["ask", "left", "marks.filter((each) => each.feature.code === 'W').length"],
        ["click", "#measure"], ["at", Self.place("F1")], ["at", Self.place("F2")],
        ["ask", "measured", "document.getElementById('measured').textContent"],
        [
          "ask", "moved",
          """
          (() => { const before = view.x;
            canvas.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }));
            return Math.round((view.x - before) * view.scale); })()
          """,
        ],
        ["ask", "dashed", "marks.filter((each) => each.feature.broken).map((each) => each.feature.code).join()"],
      ])
    #expect(answers["all"] as? String == "共 4 处")
    let found = try #require(answers["found"] as? String)
    #expect(found.contains("丙闸") && !found.contains("丁库"))
    #expect((answers["card"] as? String)?.contains("☎ 13987654321") == true)
    #expect(answers["call"] as? String == "tel:13987654321")
    #expect((answers["figures"] as? String)?.contains("可用容积（万m³）—") == true, "\(answers["figures"] ?? "")")
    #expect((answers["scenario"] as? String)?.contains("<i>甲</i>尾矿库泄漏") == true, "\(answers["scenario"] ?? "")")
    #expect((answers["strip"] as? Double ?? 0) > 900)
    #expect((answers["named"] as? String)?.contains("<i>甲</i>尾矿库") == true)
    #expect(answers["clicked"] as? String == "<i>甲</i>尾矿库" && answers["markup"] as? Int == 0)
    #expect(answers["before"] as? String != answers["after"] as? String && answers["left"] as? Int == 0)
    #expect((answers["measured"] as? String)?.contains("顺流至") == true, "\(answers["measured"] ?? "")")
    #expect(answers["moved"] as? Int == 80)
    #expect(answers["dashed"] as? String == "F1")
    #expect((answers["requests"] as? [String]) == [] && (answers["errors"] as? [String]) == [])
  }
}
