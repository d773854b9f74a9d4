extension RiverNetwork {
  /// What lies along the water from a place, upstream or downstream of it.
  ///
  /// The trace starts at the place itself. What lies at a node lies on all its edges, so that a place exactly on a
  /// confluence finds what is on either side. It ends whatever the network is like: nothing is passed twice.
  ///
  /// - Parameters:
  ///   - origin: where to begin, from `place(near:withinMetres:preferring:)` or `place(onReach:fraction:)`.
  ///   - speeds: the speed on an edge in metres per second; where it is not above zero the water stands, and the
  ///     trace ends. Without speeds there are no hours.
  ///   - index: what can be met.
  /// - Complexity: of the order of what is passed, whatever the size of the network.
  /// - Throws: `HydrologyError` of code `malformedQuestion` where a limit is negative or no number, or hours are
  ///   limited without speeds.
  public func trace(
    from origin: Place, _ question: TraceQuestion = TraceQuestion(), speeds: ((_ edge: Int) -> Double)? = nil,
    meeting index: EncounterIndex? = nil
  ) throws -> Trace {
    for (limit, name) in [(question.distanceKm, "距离"), (question.hours, "时间")] {
      guard let limit, !(limit >= 0) else { continue }
      throw HydrologyError(code: .malformedQuestion, message: "追踪的\(name)上限不能是\(limit)；请给出不小于0的数。")
    }
    if question.hours != nil, speeds == nil {
      throw HydrologyError(code: .malformedQuestion, message: "按时间限定追踪需要各河段的流速；请给出流速。")
    }
    precondition(
      question.weightOfReach.map { $0.count == rivers.reaches.count } ?? true, "there is a weight for each reach")
    return workspaces.with { workspace in
      var tracer = Tracer(network: self, origin: origin, question: question, speeds: speeds)
      tracer.spread(&workspace)
      if tracer.needsTimes { tracer.spreadHours(&workspace) }
      var report = TraceReport(tracer: tracer, index: index)
      report.write(workspace)
      return report.trace
    }
  }
}
