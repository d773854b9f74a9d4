import Foundation
import HetuGeometry
import HetuPlanning
import HetuPublishing
import HetuRegistry
import TestSupport
import Testing

@Suite struct ViewerTests {
  private func page(_ world: World) throws -> String {
    let scratch = try Scratch()
    let folder = try world.publish(in: scratch.folder, formats: [.viewer])
    return try String(contentsOf: folder.appending(path: "地图.html"), encoding: .utf8)
  }

  private func data(_ page: String) throws -> [String: Any] {
    let text = try #require(page.firstMatch(of: /<script id="data" type="application\/json">([^<]*)<\/script>/)).output
      .1
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func `the page's policy lets its own script run and no other`() throws {
    let page = try page(try World.withRiver())
    let script = try #require(page.firstMatch(of: /<script>([\s\S]*?)<\/script>/)).output.1
    let scratch = try Scratch()
    try scratch.write(String(script), to: "script.js")
    let digest = try Command.run("openssl", ["dgst", "-sha256", "-binary", scratch.path("script.js")]).output
    #expect(page.contains("script-src 'sha256-\(digest.base64EncodedString())'"))
    let rest = page.replacing("http://www.w3.org/2000/svg", with: "")
    #expect(rest.contains("default-src 'none'") && !rest.contains("http://") && !rest.contains("https://"))
  }

  @Test func `the first view of a river that leaves the own districts is of the part in them`() throws {
    func east(_ isOwn: Bool) throws -> Double {
      let world = try World.withRiver()
      try world.add("district", "411201", "示县", World.rectangle(110.9, 34.3, 111.15, 34.7), ["own": .boolean(true)])
      try world.add("district", "411301", "邻县", World.rectangle(111.15, 34.3, 111.5, 34.7), ["own": .boolean(isOwn)])
      return try #require(try data(page(world))["box"] as? [Double])[2]
    }
    #expect(try east(true) > 111.3)
    #expect(try east(false) < 111.16)
  }

  @Test func `the card of a facility that lies with others says so`() throws {
    let world = try World.withRiver()
    try world.add("district", "411201", "示县", World.rectangle(110.9, 34.3, 111.15, 34.7), ["own": .boolean(true)])
    try world.add("district", "411301", "邻县", World.rectangle(111.15, 34.3, 111.5, 34.7), ["own": .boolean(false)])
    try world.add("emergency_facility", "F", "闸", .point(World.beside(111.1, metres: 10)))
    #expect(try !page(world).contains("辖区外，须协调启用"))
    try world.add("emergency_facility", "G", "库", .point(World.beside(111.3, metres: 10)))
    #expect(try page(world).contains("辖区外，须协调启用"))
  }

  @Test func `hostile names stand in the data and nowhere as markup`() throws {
    let page = try page(try World.hostile())
    #expect(page.ranges(of: "<script").count == 2 && page.ranges(of: "</script>").count == 2)
    #expect(!page.contains("<img"))
    let layers = try #require(try data(page)["layers"] as? [[String: Any]])
    let names = layers.flatMap { ($0["features"] as? [[String: Any]]) ?? [] }.compactMap { $0["name"] as? String }
    for name in World.hostileNames { #expect(names.contains(name), "\(name)") }
  }

  @Test func `the script puts no text into the page as HTML`() throws {
    let page = try page(try World.withRiver())
    for word in ["innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "fetch(", "XMLHttpRequest"] {
      #expect(!page.contains(word), "\(word)")
    }
  }

  @Test func `everything of the plan that has a position is on the map, with its phone`() throws {
    let world = try World.withRiver()
    try world.add(
      "emergency_facility", "F", "一号闸", .point(World.beside(111.2, metres: 10)), ["duty_phone": .text("13912345678")])
    let layers = try #require(try data(try page(world))["layers"] as? [[String: Any]])
    let features = layers.flatMap { ($0["features"] as? [[String: Any]]) ?? [] }
    let gate = try #require(features.first { $0["code"] as? String == "F" })
    #expect(gate["phones"] as? [String] == ["13912345678"])
    let card = try #require(gate["card"] as? [String: Any])
    let texts = try #require(try data(try page(world))["texts"] as? [String])
    let figures = try #require(card["figures"] as? [[Int]]).map { $0.map { texts[$0] } }
    #expect(figures.first == ["可用容积（万m³）", "—"] && (card["steps"] as? [Int])?.count == 5)
    #expect(gate["place"] as? String == "示河 \(RiverPlan.spoken(World.km(111.2))) 左岸　离河 10 m")
  }
}
