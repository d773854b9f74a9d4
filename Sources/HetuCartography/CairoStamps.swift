import CCairo

/// What a file says once and shows in many places, as symbols are: a book of thousands of cards is made and read several times
/// faster by it. For one file, on its thread.
final class CairoStamps {
  /// Elements told apart from others by their last, and only where that is the same by all.
  private struct Key: Hashable {
    var elements: [SVGElement]

    func hash(into hasher: inout Hasher) {
      hasher.combine(elements.count)
      hasher.combine(elements.last)
    }
  }

  private var surfaces: [Key: OpaquePointer] = [:]

  deinit {
    for surface in surfaces.values { cairo_surface_destroy(surface) }
  }

  /// The elements as a surface that cairo writes once a file; painted when they are asked for first.
  func stamp(of elements: [SVGElement], painting: ([SVGElement], OpaquePointer?) -> Void) -> OpaquePointer? {
    if let surface = surfaces[Key(elements: elements)] { return surface }
    let surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, nil)
    painting(elements, surface)
    surfaces[Key(elements: elements)] = surface
    return surface
  }
}
