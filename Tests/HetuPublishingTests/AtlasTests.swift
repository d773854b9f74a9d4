import Foundation
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import Synchronization
import TestSupport
import Testing

@testable import HetuPublishing

@Suite struct AtlasTests {
  /// Two rivers, ten kilometres apart, each with an enterprise.
  private func world() throws -> World {
    let world = try World.withRiver()
    try world.addReach("YH-1", river: "样河", "YH", World.path(from: 111, to: 111.3, latitude: 34.6))
    try world.add("key_enterprise", "E1", "甲厂", .point(World.beside(111.2, metres: 200)))
    try world.add("key_enterprise", "E2", "乙厂", .point(Position(x: 111.2, y: 34.601)))
    return world
  }

  private func atlas(
    _ world: World, in folder: URL, formats: Set<PlanPublisher.Format> = [.svg, .json], compiler: String = "示例局",
    overwrite: Bool = false, failing: String? = nil
  ) throws -> [AtlasEntry] {
    let water = Water(world.registry)
    let set = try world.registry.riverSet()
    let key = try world.registry.keyRivers(among: set)
    let publisher = PlanPublisher(
      base: MapBase(districts: try DistrictMap(world.registry), rivers: set), formats: formats, compiler: compiler,
      madeOn: nil, overwrite: overwrite)
    let told = Mutex<[Int]>([])
    let entries = try AtlasPublisher(publisher: publisher, rivers: key.rivers, withoutCourse: key.withoutCourse)
      .publish(
        in: folder,
        plan: { river in
          if river.name == failing { throw RegistryError(.badData, "坏河") }
          return try PlanQuestion().plan(of: river, from: water)
        }, progress: { done, _ in told.withLock { $0.append(done) } }
      ).entries
    #expect(told.withLock { $0 } == Array(1...key.rivers.count))
    return entries
  }

  private func made(_ entries: [AtlasEntry]) -> [String] {
    entries.compactMap { if case .made = $0.outcome { $0.river.name } else { nil } }
  }

  private func text(_ scratch: Scratch, _ name: String) throws -> String {
    try String(contentsOf: scratch.url(name), encoding: .utf8)
  }

  @Test func `only rivers whose records changed are made again`() throws {
    let (world, scratch) = (try world(), try Scratch())
    #expect(made(try atlas(world, in: scratch.folder)).sorted() == ["样河", "示河"])
    #expect(try scratch.names == ["总图.svg", "样河", "目录.html", "示河"])
    #expect(made(try atlas(world, in: scratch.folder)) == [])
    try world.add("key_enterprise", "E3", "丙厂", .point(World.beside(111.1, metres: 100)))
    #expect(made(try atlas(world, in: scratch.folder)) == ["示河"])
    #expect(try text(scratch, "示河/plan.json").contains("丙厂"))
    #expect(made(try atlas(world, in: scratch.folder, compiler: "另一局")).count == 2)
    #expect(made(try atlas(world, in: scratch.folder, formats: [.json], compiler: "另一局")).count == 2)
    try FileManager.default.removeItem(at: scratch.url("样河/plan.json"))
    #expect(made(try atlas(world, in: scratch.folder, formats: [.json], compiler: "另一局")) == ["样河"])
    #expect(made(try atlas(world, in: scratch.folder, formats: [.json], compiler: "另一局", overwrite: true)).count == 2)
  }

  @Test func `side by side or again, the same registry gives the same bytes`() throws {
    let (world, first, second) = (try world(), try Scratch(), try Scratch())
    _ = try atlas(world, in: first.folder)
    _ = try atlas(world, in: second.folder)
    let files = try FileManager.default.subpathsOfDirectory(atPath: first.folder.path).filter { $0.contains(".") }
    #expect(files.count == 10)
    for file in files {
      #expect(try Data(contentsOf: first.url(file)) == Data(contentsOf: second.url(file)), "\(file)")
    }
  }

  @Test func `a file that somebody changed or added is not overwritten`() throws {
    let (world, scratch) = (try world(), try Scratch())
    _ = try atlas(world, in: scratch.folder)
    try scratch.write("批注", to: "示河/批注.txt")
    try world.add("key_enterprise", "E3", "丙厂", .point(World.beside(111.1, metres: 100)))
    let entries = try atlas(world, in: scratch.folder)
    let entry = try #require(entries.first { $0.river.name == "示河" })
    guard case .failed(let reason) = entry.outcome else { return #expect(Bool(false)) }
    #expect(reason.contains("批注.txt") && reason.contains("--force"))
    #expect(try text(scratch, "示河/批注.txt") == "批注")
    #expect(made(try atlas(world, in: scratch.folder, overwrite: true)).count == 2)
    try scratch.write("自己的目录", to: "目录.html")
    #expect(throws: OutputError.self) { try atlas(world, in: scratch.folder) }
    #expect(try text(scratch, "目录.html") == "自己的目录")
  }

  @Test func `a river that fails stops no other, and the index says why`() throws {
    let (world, scratch) = (try world(), try Scratch())
    let entries = try atlas(world, in: scratch.folder, failing: "示河")
    #expect(made(entries) == ["样河"])
    #expect(try scratch.names == ["总图.svg", "样河", "目录.html"])
    #expect(try text(scratch, "目录.html").contains("本次未生成"))
  }

  @Test func `a folder that can't be written stops all with one sentence`() throws {
    let (world, scratch) = (try world(), try Scratch())
    try scratch.write("不是文件夹", to: "out")
    #expect(throws: OutputError.self) { try atlas(world, in: scratch.url("out")) }
    #expect(try scratch.names == ["out"])
  }

  @Test func `the key rivers are those of the list of rivers, and one without a line is told`() throws {
    let (world, scratch) = (try world(), try Scratch())
    try world.add("river", "SH", "示河", nil)
    try world.add("river", "WH", "无线河", nil)
    #expect(made(try atlas(world, in: scratch.folder)) == ["示河"])
    let index = try text(scratch, "目录.html")
    #expect(index.contains("没有河段走向，未编方案：无线河") && !index.contains("样河"))
  }

  @Test func `names are text in the index, and its links lead to the products`() throws {
    let (world, scratch) = (try World(), try Scratch())
    try world.addReach("R-1", river: "<b>河#1", "R", World.path(from: 111, to: 111.1))
    _ = try atlas(world, in: scratch.folder, formats: [.json])
    let index = try text(scratch, "目录.html")
    #expect(index.contains("&lt;b&gt;河#1") && !index.contains("<b>"))
    let link = try #require(index.firstMatch(of: /<a href="([^"]*plan\.json)"/)).output.1
    let path = try #require(String(link).removingPercentEncoding)
    #expect(FileManager.default.fileExists(atPath: scratch.path(path)))
  }
}
