import HetuRegistry

/// Who asks: what pages need to know to offer what is allowed.
enum AccountResource {
  static let endpoint = Endpoint(
    path: "/account", summary: "Who asks, and what they may write.", tag: "access", forms: [.json],
    answer: { call in
      let identity = call.identity
      return Reply(
        .members([
          "name": .text(identity.role == nil ? nil : identity.name), "role": .text(identity.role?.rawValue),
          "internal": .boolean(call.audience == .internal), "writes": .boolean(identity.role?.writes == true),
          "districts": .array(identity.districts.map(JSONValue.string)),
        ]), type: Media.json)
    })
}
