import Foundation
import TestSupport
import Testing

/// The web map's forms in a real browser, as a branch's user sees them.
@Suite(.serialized, .enabled(if: Browser.isInstalled, "chromium is not installed (apt install chromium)"))
struct FormBrowserTests {
  private static let login: [[String]] = [
    ["until", "document.getElementById('password')"], ["click", "#name"], ["type", "湖滨分局"], ["key", "Tab"],
    ["type", EditingWorld.password], ["key", "Enter"], ["until", "document.body.dataset.ready && hetu.account"],
  ]

  /// Where pictures of the steps go, to be looked at; set `HETU_PICTURES` to a folder to have them.
  private func picture(_ name: String) -> [[String]] {
    ProcessInfo.processInfo.environment["HETU_PICTURES"].map { [["picture", "\($0)/\(name).png"]] } ?? []
  }

  private func drive(_ world: EditingWorld, _ steps: [[String]], from place: String = "/map") throws -> [String: Any] {
    let url = try #require(URL(string: world.service.base + place))
    return try Browser.drive(url, steps)
  }

  private static func enter(_ id: String, _ text: String) -> [[String]] {
    [["click", "#\(id)"], ["ask", "", "document.getElementById('\(id)').select()"], ["type", text]]
  }

  @Test func `a user logs in, corrects a record of the own district, and sees no way to correct another's`() throws {
    let world = try EditingWorld()
    let open = "document.querySelector('#panel h2')?.textContent.includes"
    let steps: [[String]] =
      Self.login + [
        ["ask", "who", "document.getElementById('who').textContent"],
        ["ask", "go", "go({ panel: 'card', ref: 'tailings_pond/A1' })"],
        ["until", "document.getElementById('correct')"],
        ["click", "#correct"], ["until", "document.getElementById('record')"],
        ["ask", "labels", "document.getElementById('record').innerText"],
        ["ask", "choices", "[...document.querySelectorAll('#field-risk_grade option')].map((o) => o.value).join()"],
      ] + picture("form") + Self.enter("field-dam_height_m", "-3") + Self.enter("field-name", "") + [
        ["click", "#save"], ["until", "document.querySelector('#message .error')"],
        ["ask", "heightFault", "document.getElementById('fault-dam_height_m').textContent"],
        ["ask", "nameFault", "document.getElementById('fault-name').textContent"],
        ["ask", "focus", "document.activeElement.id"],
      ] + picture("faults") + Self.enter("field-dam_height_m", "32.5")
      + Self.enter("field-name", "<img src=x onerror=alert(1)>库")
      + Self.enter("reason", "现场核实") + [
        ["click", "#pick"],
        [
          "at",
          "(() => { const b = document.getElementById('map').getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()",
        ],
        ["ask", "picked", "document.getElementById('field-geometry').value"],
        ["click", "#save"], ["until", "document.body.dataset.panel === 'card' && \(open)('onerror')"],
        ["ask", "card", "document.getElementById('panel').innerText"],
        ["ask", "markup", "document.querySelectorAll('#panel img[onerror]').length"],
      ] + picture("card") + [
        ["ask", "go", "go({ panel: 'card', ref: 'tailings_pond/A2' })"], ["until", "\(open)('乙尾矿库')"],
        ["ask", "offered", "Boolean(document.getElementById('correct'))"],
        ["ask", "go", "go({ panel: 'form', ref: 'tailings_pond/A2' })"],
        ["until", "document.querySelector('#panel .error')"],
        ["ask", "refused", "document.querySelector('#panel .error').textContent"],
        [
          "ask", "forced",
          "fetch('collections/tailings_pond/items/A2', { method: 'PATCH', headers: { 'Content-Type': 'application/merge-patch+json', 'If-Match': '*' }, body: '{\"properties\":{\"remark\":\"x\"}}' }).then((r) => r.status)",
        ],
      ]
    let answers = try drive(world, steps)
    #expect((answers["who"] as? String)?.contains("湖滨分局") == true)
    let labels = try #require(answers["labels"] as? String)
    #expect(labels.contains("坝高（m）") && labels.contains("尾矿库名称 *") && labels.contains("经度"))
    #expect((answers["choices"] as? String)?.contains("重大,较大,一般") == true)
    #expect((answers["heightFault"] as? String)?.contains("小于允许的最小值") == true)
    #expect((answers["nameFault"] as? String)?.contains("缺少") == true && answers["focus"] as? String == "field-name")
    #expect((answers["card"] as? String)?.contains("32.5") == true && answers["markup"] as? Int == 0)
    #expect((answers["picked"] as? String)?.contains("110.") == true)
    #expect(answers["offered"] as? Bool == false && (answers["refused"] as? String)?.contains("不能修改") == true)
    #expect(answers["forced"] as? Int == 403)
    let errors = (answers["errors"] as? [String] ?? []).filter { !$0.contains("status of 4") }
    #expect(errors.isEmpty, "\(errors)")
    #expect((answers["requests"] as? [String] ?? []).allSatisfy { $0.hasPrefix(world.service.base) })
    let history = try world.workspace.hetu("history", "tailings_pond/A1", "--format", "json").output
    #expect(history.contains("湖滨分局") && history.contains("网上修改：现场核实"))
  }

  @Test func `a record is added, and one that was changed meanwhile is shown beside what was typed`() throws {
    let world = try EditingWorld()
    let steps: [[String]] =
      Self.login + [
        ["ask", "go", "go({ panel: 'list', kind: 'tailings_pond' })"], ["until", "document.getElementById('add')"],
        ["click", "#add"],
        ["until", "document.getElementById('record')"],
        ["ask", "district", "document.getElementById('field-district').value"],
      ] + Self.enter("field-name", "新尾矿库") + Self.enter("field-geometry", "110.85") + Self.enter("latitude", "34.48")
      + [
        ["key", "Enter"],
        [
          "until",
          "document.body.dataset.panel === 'card' && document.querySelector('#panel h2').textContent.includes('新尾矿库')",
        ],
        ["ask", "go", "go({ panel: 'form', ref: 'tailings_pond/A1' })"],
        ["until", "document.getElementById('field-remark')"],
        [
          "ask", "other",
          "fetch('collections/tailings_pond/items/A1', { method: 'PATCH', headers: { 'Content-Type': 'application/merge-patch+json', 'If-Match': '*' }, body: '{\"properties\":{\"remark\":\"他人的备注\"}}' }).then((r) => r.status)",
        ],
      ] + Self.enter("field-remark", "我的备注") + [
        ["click", "#save"], ["until", "document.getElementById('overwrite')"],
        ["ask", "conflict", "document.getElementById('message').innerText"],
      ] + picture("conflict") + [
        ["click", "#overwrite"],
        [
          "until",
          "document.body.dataset.panel === 'card' && document.getElementById('panel').innerText.includes('我的备注')",
        ],
        ["click", "#who button"], ["until", "document.getElementById('password')"],
      ]
    let answers = try drive(world, steps)
    #expect(answers["district"] as? String == "411202" && answers["other"] as? Int == 200)
    let conflict = try #require(answers["conflict"] as? String)
    #expect(conflict.contains("我的备注") && conflict.contains("他人的备注") && conflict.contains("备注"))
    #expect(try world.workspace.sql("SELECT remark FROM tailings_pond WHERE code = 'A1'") == ["我的备注"])
    #expect(try world.workspace.count("tailings_pond") == 3)
  }

  @Test func `a wrong password is told on the page`() throws {
    let world = try EditingWorld()
    let answers = try drive(
      world,
      [
        ["click", "#name"], ["type", "湖滨分局"], ["key", "Tab"], ["type", "wrong"], ["key", "Enter"],
        ["until", "document.querySelector('.error')"],
      ]
        + picture("login") + [["ask", "told", "document.querySelector('.error').textContent"]])
    #expect((answers["told"] as? String)?.contains("不对") == true)
  }
}
