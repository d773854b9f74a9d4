import Foundation
import Testing

/// What clients have already, and what their tags tell.
@Suite(.serialized) struct `Kept replies` {
  @Test func `what can't be answered is refused, whatever tag it names, and a tag is good for its own page only`()
    throws
  {
    let world = try EditingWorld()
    let headers = world.headers("public")
    let items = EditingWorld.items
    func status(_ path: String, _ tag: String, _ parameters: [String: String] = [:]) throws -> Int {
      try world.service.get(path, parameters, headers: headers.merging(["If-None-Match": tag]) { $1 }).status
    }
    let plain = try #require(world.service.get(items, headers: headers).headers["etag"])
    #expect(try status(items, plain) == 304)
    #expect(try status(items, plain, ["filter": "(("]) == 400)
    #expect(try status(items, plain, ["filter": "phone = '13900000001'"]) == 400)
    #expect(try status(items, plain, ["limit": "1"]) == 200)
    let tile = "/collections/tailings_pond/tiles/WebMercatorQuad"
    let tag = try #require(world.service.get("\(tile)/6/25/51", headers: headers).headers["etag"])
    #expect(try status("\(tile)/6/25/51", tag) == 304)
    #expect(try status("\(tile)/99/99/99", tag) == 404)
  }

  @Test func `a tag tells nothing of how often records were changed`() throws {
    let world = try EditingWorld()
    let headers = world.headers("public")
    var tags: Set<String> = []
    for number in 0..<3 {
      #expect(try world.patch("A1", #"{"remark":"第\#(number)次"}"#).status == 200)
      let answer = try world.service.get(EditingWorld.items, headers: headers)
      let tag = try #require(answer.headers["etag"])
      #expect(tag.wholeMatch(of: /W\/"[0-9a-f]{32}"/) != nil, "\(tag)")
      tags.insert(tag)
      let again = try world.service.get(EditingWorld.items, headers: headers.merging(["If-None-Match": tag]) { $1 })
      #expect(again.status == 304 && again.text.isEmpty)
    }
    #expect(tags.count == 3)
  }
}
