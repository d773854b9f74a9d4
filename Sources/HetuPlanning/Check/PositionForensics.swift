import HetuGeodesy
import HetuGeometry
import HetuHydrology

/// Which reference system the points of a file most likely have, by where they fall against the districts and rivers that they name.
///
/// Nothing is changed by it; it only proposes. GCJ-02 lies some 550 m and BD-09 some 1,240 m off in 三门峡, so that points which belong to a
/// river or a district tell it together, though none does alone.
public struct PositionForensics: Sendable {
  /// A record's place with what it names.
  public struct Place: Sendable {
    /// Where it lies as it was read, CGCS2000; nil for a pair of metres whose zone nothing tells.
    public var position: Position?
    /// Easting and northing without a zone, metres.
    public var plane: Position?
    /// The district code.
    public var district: String?
    /// The names or codes of its river, the surest first.
    public var rivers: [String]

    /// A place from its parts.
    public init(position: Position?, plane: Position? = nil, district: String?, rivers: [String]) {
      self.position = position
      self.plane = plane
      self.district = district
      self.rivers = rivers
    }
  }

  /// How well a reference system fits.
  public struct Fit: Sendable, Hashable {
    /// The system.
    public let system: ReferenceSystem
    /// Half of the points lie no farther from their river than this; nil where fewer than five name one.
    public let medianRiverMetres: Double?
    /// How many of a hundred points lie in their district; nil where fewer than five name one.
    public let districtPercent: Double?
  }

  /// That another system fits much better than the one the points were read in.
  public struct Verdict: Sendable {
    /// The number of points.
    public let count: Int
    /// How they fit as they were read; nil where they could not be.
    public let before: Fit?
    /// How they would fit.
    public let after: Fit

    /// The verdict in Chinese, with what to do.
    public var message: String {
      let asRead = before.map { "按\($0.system.title)读入：\($0.words)；" } ?? "没有带号，未能读入；"
      return "\(count)个点很可能是\(after.system.title)坐标。\(asRead)按\(after.system.title)：\(after.words)"
    }

    /// What to do.
    public var remedy: String { "请与填报单位核实；属实则用 --crs \(after.system.description) 重新导入该文件" }
  }

  private let rivers: RiverSet
  private let districts: DistrictMap

  /// So many points are needed for a guess.
  static let fewestPlaces = 5
  /// So many points are looked at.
  public static let mostPlaces = 2_000
  /// Farther than this from its river a point says nothing of its system, metres.
  private static let reachMetres = 20_000.0

  /// Forensics against these rivers and districts.
  public init(rivers: RiverSet, districts: DistrictMap) {
    self.rivers = rivers
    self.districts = districts
  }

  /// The verdict on the places of one file, or nil where nothing speaks against the system that they were read in.
  ///
  /// - Throws: `GeodesyError` for a system that PROJ does not know.
  public func verdict(on places: [Place], readAs declared: ReferenceSystem) throws -> Verdict? {
    let telling = places.filter { $0.district.map { $0.count >= 6 } == true || !$0.rivers.isEmpty }.prefix(
      Self.mostPlaces)
    let planes = telling.filter { $0.plane != nil }
    if planes.count >= Self.fewestPlaces { return planeVerdict(on: Array(planes)) }
    let located = telling.filter { $0.position != nil }
    guard located.count >= Self.fewestPlaces, !declared.isProjected else { return nil }
    let back = try Transformation(from: .cgcs2000, to: declared)
    let raw = try back.transform(located.compactMap(\.position))
    let before = try evidence(of: Array(located), at: raw, in: declared)
    var best: Evidence?
    for system in [ReferenceSystem.cgcs2000, .gcj02, .bd09] where system != declared && !Self.areSame(system, declared)
    {
      let after = try evidence(of: Array(located), at: raw, in: system)
      if after.isMuchBetter(than: before), best.map({ after.isBetter(than: $0) }) ?? true { best = after }
    }
    return best.map { Verdict(count: located.count, before: before.fit, after: $0.fit) }
  }

  /// CGCS2000 and WGS 84 are the same to some decimetres.
  private static func areSame(_ one: ReferenceSystem, _ other: ReferenceSystem) -> Bool {
    [one, other].allSatisfy { $0 == .cgcs2000 || $0 == .wgs84 }
  }

  /// Tries the zones of three degrees across China.
  private func planeVerdict(on places: [Place]) -> Verdict? {
    var best: Evidence?
    for number in GaussKruegerZone.Width.threeDegrees.numbers {
      guard let zone = GaussKruegerZone(width: .threeDegrees, number: number, isPrefixed: false) else { continue }
      // A zone in which the metres can lie nowhere is none of theirs.
      guard let found = try? evidence(of: places, at: places.compactMap(\.plane), in: .epsg(zone.epsg)) else {
        continue
      }
      if found.isConvincing, best.map({ found.isBetter(than: $0) }) ?? true { best = found }
    }
    return best.map { Verdict(count: places.count, before: nil, after: $0.fit) }
  }

  private func evidence(of places: [Place], at raw: [Position], in system: ReferenceSystem) throws -> Evidence {
    let positions = try Transformation(from: system, to: .cgcs2000).transform(raw)
    var offsets: [Double?] = []
    var inside = 0
    var asked = 0
    for (place, position) in zip(places, positions) {
      if let district = place.district, district.count >= 6 {
        asked += 1
        if let found = districts.district(at: position), district.hasPrefix(found.code) { inside += 1 }
      }
      let river = place.rivers.lazy.compactMap { try? rivers.river($0) }.first
      offsets.append(
        river.map { $0.locate(position, withinMetres: Self.reachMetres)?.offsetMetres ?? Self.reachMetres })
    }
    return Evidence(system: system, offsets: offsets, inside: inside, asked: asked)
  }
}

/// What the points of a file say for a reference system.
private struct Evidence {
  let system: ReferenceSystem
  /// For each point the distance from its river, or nil where it names none that is known.
  let offsets: [Double?]
  let inside: Int
  let asked: Int

  var median: Double? {
    let known = offsets.compactMap { $0 }.sorted()
    return known.count >= PositionForensics.fewestPlaces ? known[known.count / 2] : nil
  }

  var share: Double? { asked >= PositionForensics.fewestPlaces ? Double(inside) / Double(asked) : nil }

  var fit: PositionForensics.Fit {
    PositionForensics.Fit(system: system, medianRiverMetres: median, districtPercent: share.map { $0 * 100 })
  }

  /// Whether rivers, else districts, speak clearly for this system: the points lie at most half as far from their rivers, by 100 m at least, and
  /// seven of ten lie nearer; or three of ten more lie in their district, and eight of ten in all.
  func isMuchBetter(than other: Evidence) -> Bool {
    let (share, otherShare) = (share ?? 1, other.share ?? 1)
    if let median, let otherMedian = other.median {
      let pairs = zip(offsets, other.offsets).compactMap { mine, theirs in
        mine.flatMap { mine in theirs.map { mine < $0 } }
      }
      return median * 2 <= otherMedian && otherMedian - median >= 100 && share >= otherShare - 0.02
        && pairs.count { $0 } * 10 >= pairs.count * 7
    }
    return share >= 0.8 && share - otherShare >= 0.3
  }

  var isConvincing: Bool { share.map { $0 >= 0.8 } ?? (median.map { $0 <= 3_000 } ?? false) }

  func isBetter(than other: Evidence) -> Bool {
    ((share ?? 1), -(median ?? 0)) > ((other.share ?? 1), -(other.median ?? 0))
  }
}

extension PositionForensics.Fit {
  /// The figures in Chinese.
  var words: String {
    [
      medianRiverMetres.map { "离所填河流的中位距离\(Int($0.rounded())) m" },
      districtPercent.map { "\(Int($0.rounded()))%落在所填区县" },
    ].compactMap { $0 }.joined(separator: "，")
  }
}
