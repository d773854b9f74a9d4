import HetuGeometry

/// Something to be said about a trace, and where.
public struct TraceNotice: Hashable, Sendable, CustomStringConvertible {
  /// What, in Chinese.
  public let message: String
  /// Where, in longitude and latitude.
  public let position: Position
  /// The reaches concerned, by their places in `rivers.reaches`.
  public let reaches: [Int]

  /// The sentence.
  public var description: String { message }
}

extension RiverNetwork {
  /// Everything that a trace could not follow, with its place: gaps, closed and standing reaches, cycles, and, along
  /// the mainstem downstream, the branches left aside; and what is doubtful about the network where the trace passes.
  ///
  /// - Parameter findings: what the doctor found in the whole network.
  public func notices(of trace: Trace, findings: [NetworkFinding] = []) -> [TraceNotice] {
    let isDownstream = trace.question.direction == .downstream
    let ends = trace.ends.compactMap { end -> TraceNotice? in
      switch end.reason {
      case .outlet, .source, .distanceLimit, .timeLimit, .held, .cycle: nil
      case .closed(let reach), .standing(let reach), .gap(let reach, _), .meeting(let reach):
        TraceNotice(
          message: sentence(for: end), position: position(onEdge: end.edge, alongMetres: end.alongMetres),
          reaches: [edges[end.edge].reach, reach].reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
      }
    }
    let cycles = trace.cycleNodes.map { node in
      let reaches = Set(
        (edges(leaving: node) + edges(comingTo: node)).filter {
          cycleOfNode[edges[$0].from] == cycleOfNode[edges[$0].to]
        }.map { edges[$0].reach }
      ).sorted()
      return TraceNotice(
        message: "河段\(names(reaches))处于首尾相接的环中，每段只计一次；请核对画线方向", position: nodes[node], reaches: reaches)
    }
    let asides = isDownstream ? trace.asides : []
    return ends + cycles
      + asides.map { aside in
        let (taken, left) = (edges[aside.followed].reach, edges[aside.edge].reach)
        return TraceNotice(
          message: "水在此分流，主流取\(names([taken]))（\(Self.sentence(for: aside.rule))），未追踪\(names([left]))",
          position: nodes[aside.node], reaches: [taken, left])
      } + doubts(of: trace, findings)
  }

  /// The findings at what a trace passes by which it may have lost a branch, or gone the wrong way.
  private func doubts(of trace: Trace, _ findings: [NetworkFinding]) -> [TraceNotice] {
    let met = Set(trace.passages.flatMap { [edges[$0.edge].from, edges[$0.edge].to] })
    // Also what touches the water passed: a branch drawn the wrong way leaves where it should join.
    let touching = Set(met.flatMap { edges(leaving: $0) + edges(comingTo: $0) }.map { edges[$0].reach })
    let places = Set(met.map { nodes[$0] })
    // A gap that the trace ends at is told as its end.
    let gaps = trace.ends.compactMap { end -> Set<Int>? in
      guard case .gap(let reach, _) = end.reason else { return nil }
      return [edges[end.edge].reach, reach]
    }
    let doubts = findings.compactMap { finding -> TraceNotice? in
      guard finding.kind.misleadsTraces, let position = finding.position,
        !(finding.kind == .gap && gaps.contains { $0.isSubset(of: finding.reaches) }),
        places.contains(position) || finding.reaches.contains(where: touching.contains)
      else { return nil }
      return TraceNotice(
        message: "河网有疑：\(finding.message)；追踪可能漏掉支流或走向有误，请\(finding.remedy)", position: position,
        reaches: finding.reaches)
    }
    guard doubts.count > Self.mostDoubts else { return doubts }
    let rest = TraceNotice(
      message: "河网另有\(doubts.count - Self.mostDoubts)处疑点，见“hetu check”", position: doubts[Self.mostDoubts].position,
      reaches: [])
    return doubts.prefix(Self.mostDoubts) + [rest]
  }

  /// So many doubts about the network are told one by one.
  private static let mostDoubts = 12

  /// Why a way of a trace ends, in a Chinese sentence.
  public func sentence(for end: Trace.End) -> String {
    let own = names([edges[end.edge].reach])
    return switch end.reason {
    case .outlet: "到\(own)末端为止，以下没有河段数据（出口或数据边界）"
    case .source: "到\(own)起点为止，以上没有河段"
    case .meeting(let reach):
      "到\(own)的端点为止：\(names([reach]))也接于此处，却没有河段接续；若不是数据边界，可能有河段画反，请核对画线方向"
    case .distanceLimit: "在\(own)上达到距离上限"
    case .timeLimit: "在\(own)上达到时间上限"
    case .closed(let reach): "\(names([reach]))已关闭，水不通过"
    case .standing(let reach): "\(names([reach]))断流（流速不大于0），无法计算到达时间"
    case .held: "在\(own)上被拦住"
    case .cycle: "在\(own)上回到已经过的地方"
    case .gap(let reach, let metres): "\(own)在此中断，最近的可能接续河段是\(Int(metres.rounded()))米外的\(names([reach]))；请补画缺失的河段"
    }
  }

  private static func sentence(for rule: Trace.Aside.Rule) -> String {
    switch rule {
    case .sameRiver: "同名河流"
    case .course: "河流主干"
    case .weight: "流量或级别较大"
    case .longer: "源头较远"
    case .straighter: "流向较直"
    case .code: "编码较小"
    }
  }

  /// Reaches as they are named in a sentence, at most five.
  func names(_ reaches: [Int]) -> String {
    let names = reaches.prefix(5).map { number in
      let reach = rivers.reaches[number]
      return reach.riverName.isEmpty ? reach.code : "\(reach.code)（\(reach.riverName)）"
    }
    return names.joined(separator: "、") + (reaches.count > 5 ? "等\(reaches.count)个" : "")
  }
}
