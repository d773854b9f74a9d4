import CCairo

/// What a file says once and shows in many places, as symbols are: a book of thousands of cards is made and read several times
/// faster by it. For one file, on its thread.
final class CairoStamps {
  private var surfaces: [[SVGElement]: OpaquePointer] = [:]

  deinit {
    for surface in surfaces.values { cairo_surface_destroy(surface) }
  }

  /// The elements as a surface that cairo writes once a file; painted when they are asked for first.
  func stamp(of elements: [SVGElement], painting: ([SVGElement], OpaquePointer?) -> Void) -> OpaquePointer? {
    if let surface = surfaces[elements] { return surface }
    let surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, nil)
    painting(elements, surface)
    surfaces[elements] = surface
    return surface
  }
}
