import Foundation
import TestSupport
import Testing

/// The web map's forms in a real browser, as a branch's user sees them.
@Suite(.serialized, .enabled(if: Browser.isInstalled, "chromium is not installed (apt install chromium)"))
struct FormBrowserTests {
  @Test func `a user logs in, corrects a record of the own district, and sees no way to correct another's`() throws {
    let world = try EditingWorld()
    let open = "document.querySelector('#panel h2')?.textContent.includes"
    let steps: [[String]] =
      MapPage.login + [
        ["ask", "who", "document.getElementById('who').textContent"],
        ["ask", "go", "go({ panel: 'card', ref: 'tailings_pond/A1' })"],
        ["until", "document.getElementById('correct')"],
        ["click", "#correct"], ["until", "document.getElementById('record')"],
        ["ask", "labels", "document.getElementById('record').innerText"],
        ["ask", "choices", "[...document.querySelectorAll('#field-risk_grade option')].map((o) => o.value).join()"],
      ] + MapPage.picture("form") + MapPage.enter("field-dam_height_m", "-3") + MapPage.enter("field-name", "") + [
        ["click", "#save"], ["until", "document.querySelector('#message .error')"],
        ["ask", "heightFault", "document.getElementById('fault-dam_height_m').textContent"],
        ["ask", "nameFault", "document.getElementById('fault-name').textContent"],
        ["ask", "focus", "document.activeElement.id"],
      ] + MapPage.picture("faults") + MapPage.enter("field-dam_height_m", "32.5")
      + MapPage.enter("field-name", "<img src=x onerror=alert(1)>库")
      + MapPage.enter("reason", "现场核实") + [
        ["click", "#pick"],
        [
          "at",
          "(() => { const b = document.getElementById('map').getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()",
        ],
        ["ask", "picked", "document.getElementById('field-geometry').value"],
        ["click", "#save"], ["until", "document.body.dataset.panel === 'card' && \(open)('onerror')"],
        ["ask", "card", "document.getElementById('panel').innerText"],
        ["ask", "markup", "document.querySelectorAll('#panel img[onerror]').length"],
      ] + MapPage.picture("card") + [
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
    let answers = try MapPage.drive(world, steps)
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
      MapPage.login + [
        ["ask", "go", "go({ panel: 'list', kind: 'tailings_pond' })"], ["until", "document.getElementById('add')"],
        ["click", "#add"],
        ["until", "document.getElementById('record')"],
        ["ask", "district", "document.getElementById('field-district').value"],
      ] + MapPage.enter("field-name", "新尾矿库") + MapPage.enter("field-geometry", "110.85")
      + MapPage.enter("latitude", "34.48")
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
      ] + MapPage.enter("field-remark", "我的备注") + [
        ["click", "#save"], ["until", "document.getElementById('overwrite')"],
        ["ask", "conflict", "document.getElementById('message').innerText"],
      ] + MapPage.picture("conflict") + [
        ["click", "#overwrite"],
        [
          "until",
          "document.body.dataset.panel === 'card' && document.getElementById('panel').innerText.includes('我的备注')",
        ],
        ["click", "#who button"], ["until", "document.getElementById('password')"],
      ]
    let answers = try MapPage.drive(world, steps)
    #expect(answers["district"] as? String == "411202" && answers["other"] as? Int == 200)
    let conflict = try #require(answers["conflict"] as? String)
    #expect(conflict.contains("我的备注") && conflict.contains("他人的备注") && conflict.contains("备注"))
    #expect(try world.workspace.sql("SELECT remark FROM tailings_pond WHERE code = 'A1'") == ["我的备注"])
    #expect(try world.workspace.count("tailings_pond") == 3)
  }

  @Test func `a line and an area are drawn on the map point by point, and their faults are told in words`() throws {
    let world = try EditingWorld(withRiver: true)
    let pressed = "document.getElementById('pick').getAttribute('aria-pressed') === 'true'"
    let saved = "document.body.dataset.panel === 'card' && document.querySelector('#panel h2')?.textContent.includes"
    let bowtie = "110.85,34.45\n110.9,34.5\n110.9,34.45\n110.85,34.5"
    func fill(_ text: String) -> [[String]] {
      [
        [
          "ask", "",
          "(() => { const a = document.getElementById('field-geometry'); a.value = `\(text)`; a.dispatchEvent(new Event('input')); })()",
        ]
      ]
    }
    let steps =
      MapPage.login + MapPage.go("panel: 'form', kind: 'oil_pipeline', at: '110.85,34.47', zoom: 11")
      + MapPage.enter("field-name", "甲管线") + [["click", "#pick"], ["until", pressed]] + [
        MapPage.clickMap(110.82, 34.46), MapPage.clickMap(110.86, 34.48), MapPage.clickMap(110.88, 34.5),
        ["ask", "vertices", "document.getElementById('field-geometry').value.split('\\n').length"], ["click", "#undo"],
      ] + MapPage.picture("line") + [["click", "#save"], ["until", "\(saved)('甲管线')"]]
      + MapPage.go("panel: 'form', kind: 'protection_zone'") + MapPage.enter("field-name", "甲保护区")
      + fill("110.85,34.45\n110.9,x") + [
        ["click", "#save"], ["until", "document.getElementById('fault-geometry').textContent"],
        ["ask", "word", "document.getElementById('fault-geometry').textContent"],
      ] + fill(bowtie) + [
        ["click", "#save"], ["until", "document.getElementById('fault-geometry').textContent"],
        ["ask", "bowtie", "document.getElementById('fault-geometry').textContent"],
      ] + MapPage.picture("area") + fill("110.85,34.45\n110.9,34.45\n110.9,34.5") + [
        ["click", "#save"], ["until", "\(saved)('甲保护区')"],
      ]
    let answers = try MapPage.drive(world, steps)
    #expect(answers["vertices"] as? Int == 3)
    #expect((answers["word"] as? String)?.contains("第2行") == true)
    #expect((answers["bowtie"] as? String)?.contains("相交") == true, "\(answers["bowtie"] ?? "")")
    func geometry(_ kind: String) throws -> NSDictionary? {
      let answer = try world.service.get("/collections/\(kind)/items", headers: world.headers("reader"))
      return answer.features.first?["geometry"] as? NSDictionary
    }
    let line = try #require(try geometry("oil_pipeline"))
    let ends = (line["coordinates"] as? [[[Double]]])?.first ?? line["coordinates"] as? [[Double]] ?? []
    #expect((line["type"] as? String)?.hasSuffix("LineString") == true && ends.count == 2, "\(line)")
    #expect(abs((ends.first?.first ?? 0) - 110.82) < 0.002 && abs((ends.last?.last ?? 0) - 34.48) < 0.002)
    #expect((try geometry("protection_zone")?["type"] as? String)?.hasSuffix("Polygon") == true)
    #expect(MapPage.errors(answers).isEmpty, "\(MapPage.errors(answers))")
  }

  @Test func `a record is deleted when that was confirmed, and not blindly where somebody changed it meanwhile`() throws
  {
    let world = try EditingWorld(withRiver: true)
    let steps =
      MapPage.login + MapPage.go("panel: 'card', ref: 'tailings_pond/A1'") + [
        ["click", "#delete"], ["until", "document.getElementById('delete-sure')"], ["type", "重复登记"],
        [
          "ask", "other",
          "fetch('collections/tailings_pond/items/A1', { method: 'PATCH', headers: { 'Content-Type': 'application/merge-patch+json', 'If-Match': '*' }, body: '{\"properties\":{\"remark\":\"他人的备注\"}}' }).then((r) => r.status)",
        ], ["click", "#delete-sure"], ["until", "document.querySelector('#deletion .error')"],
        ["ask", "conflict", "document.getElementById('deletion').innerText"],
      ] + MapPage.picture("delete") + [
        ["ask", "kept", "fetch('collections/tailings_pond/items/A1').then((r) => r.status)"],
        ["click", "#delete-sure"], ["until", "document.body.dataset.panel === 'list'"],
        ["ask", "gone", "fetch('collections/tailings_pond/items/A1').then((r) => r.status)"],
      ] + MapPage.go("panel: 'card', ref: 'tailings_pond/A2'") + [
        ["ask", "offered", "Boolean(document.getElementById('delete') || document.getElementById('correct'))"],
        [
          "ask", "forced",
          "fetch('collections/tailings_pond/items/A2', { method: 'DELETE', headers: { 'If-Match': '*' } }).then((r) => r.status)",
        ],
      ]
    let answers = try MapPage.drive(world, steps)
    let conflict = answers["conflict"] as? String ?? ""
    #expect(conflict.contains("他人的备注") && conflict.contains("您看到的") && conflict.contains("登记库现有的"))
    #expect(answers["other"] as? Int == 200 && answers["kept"] as? Int == 200 && answers["gone"] as? Int == 404)
    #expect(answers["offered"] as? Bool == false && answers["forced"] as? Int == 403)
    let history = try world.workspace.hetu("history", "tailings_pond/A1", "--format", "table").output
    #expect(history.contains("湖滨分局") && history.contains("网上删除：重复登记"))
  }

  @Test func `a wrong password is told on the page`() throws {
    let world = try EditingWorld()
    let answers = try MapPage.drive(
      world,
      [
        ["click", "#name"], ["type", "湖滨分局"], ["key", "Tab"], ["type", "wrong"], ["key", "Enter"],
        ["until", "document.querySelector('.error')"],
      ]
        + MapPage.picture("login") + [["ask", "told", "document.querySelector('.error').textContent"]])
    #expect((answers["told"] as? String)?.contains("不对") == true)
  }
}
