// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird: [Target.Dependency] = [
  .product(name: "Hummingbird", package: "hummingbird"), .product(name: "HummingbirdCore", package: "hummingbird"),
  httpTypes, .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOPosix", package: "swift-nio"),
]
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let toml: Target.Dependency = .product(name: "TOMLKit", package: "TOMLKit")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

/// A library of the house; ARCHITECTURE.md holds the table of what each may import, and a test holds the imports against it.
func library(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = [],
  plugins: [Target.PluginUsage] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: settings,
    plugins: plugins)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: "\(name)Tests", dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

let package = Package(
  name: "hetu",
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    .systemLibrary(name: "CGEOS", pkgConfig: "geos", providers: [.apt(["libgeos-dev"])]),
    .systemLibrary(name: "CPROJ", pkgConfig: "proj", providers: [.apt(["libproj-dev"])]),
    .systemLibrary(name: "CGDAL", pkgConfig: "gdal", providers: [.apt(["libgdal-dev"])]),
    .systemLibrary(name: "CCairo", pkgConfig: "cairo-ft", providers: [.apt(["libcairo2-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),

    library("HetuGeometry", ["CGEOS"]),
    library("HetuGeodesy", ["HetuGeometry", "CPROJ"]),
    library("HetuGeoPackage", ["HetuGeometry", grdb, sqlite]),
    library("HetuHydrology", ["HetuGeometry", "HetuGeodesy"]),
    library("HetuRisk", ["HetuGeometry", "HetuGeodesy"], exclude: ["RuleSets"], plugins: ["EmbedTexts"]),
    library("HetuCartography", ["HetuGeometry", "CCairo", "CPNG"]),
    library("HetuSchemas", [], plugins: ["EmbedTexts"]),
    library("HetuRegistry", ["HetuGeometry", "HetuGeodesy", "HetuGeoPackage", "HetuSchemas", grdb]),
    library(
      "HetuExchange",
      [
        "HetuRegistry", "HetuGeometry", "HetuGeodesy", "HetuSchemas", "CGDAL", "CExpat", "CXLSXWriter", crypto,
      ]),
    library(
      "HetuPlanning", ["HetuRegistry", "HetuHydrology", "HetuRisk", "HetuGeometry", "HetuGeodesy", "HetuSchemas"]),
    library(
      "HetuPublishing",
      [
        "HetuPlanning", "HetuCartography", "HetuExchange", "HetuRegistry", "HetuHydrology", "HetuRisk", "HetuGeometry",
        "HetuGeodesy", "HetuSchemas", mustache,
      ]),
    library(
      "HetuServer",
      [
        "HetuPublishing", "HetuPlanning", "HetuRegistry", "HetuHydrology", "HetuRisk", "HetuGeometry", "HetuGeodesy",
        "HetuSchemas", "HetuExchange", logging, crypto, cryptoExtras, toml,
      ] + hummingbird,
      resources: [
        "map.html", "login.html", "map.js", "layers.js", "tiles.js", "panels.js", "card.js", "spill.js", "lists.js",
        "rivers.js",
        "form.js",
        "place.js", "login.js", "map.css", "page.css",
      ].map { .embedInCode("Web/\($0)") }),
    .executableTarget(
      name: "hetu",
      dependencies: [
        "HetuServer", "HetuPublishing", "HetuPlanning", "HetuExchange", "HetuCartography", "HetuRegistry",
        "HetuSchemas", "HetuHydrology", "HetuRisk", "HetuGeodesy", "HetuGeometry", argumentParser,
      ], swiftSettings: settings),

    .executableTarget(
      name: "hetu-bench",
      dependencies: [
        "HetuPlanning", "HetuExchange", "HetuRegistry", "HetuSchemas", "HetuHydrology", "HetuRisk", "HetuGeodesy",
        "HetuGeometry", argumentParser,
      ], swiftSettings: settings),

    tests("HetuGeometry", ["HetuGeometry", "TestSupport"]),
    tests("HetuGeodesy", ["HetuGeodesy", "HetuGeometry", "CPROJ", "TestSupport"]),
    tests("HetuGeoPackage", ["HetuGeoPackage", "HetuGeometry", "TestSupport", grdb]),
    tests("HetuHydrology", ["HetuHydrology", "HetuGeodesy", "HetuGeometry", "TestSupport"], exclude: ["Fixtures"]),
    tests("HetuRisk", ["HetuRisk", "HetuGeodesy", "HetuGeometry", "TestSupport"]),
    tests("HetuCartography", ["HetuCartography", "HetuGeometry", "CCairo", "TestSupport"], exclude: ["Golden"]),
    tests("HetuSchemas", ["HetuSchemas", "TestSupport"]),
    tests("HetuRegistry", ["HetuRegistry", "HetuGeoPackage", "HetuGeometry", "HetuSchemas", "TestSupport", grdb]),
    tests(
      "HetuExchange", ["HetuExchange", "HetuRegistry", "HetuGeodesy", "HetuGeometry", "HetuSchemas", "TestSupport"]),
    tests(
      "HetuPlanning",
      [
        "HetuPlanning", "HetuExchange", "HetuRegistry", "HetuHydrology", "HetuRisk", "HetuGeodesy", "HetuGeometry",
        "HetuSchemas", "TestSupport",
      ]),
    tests(
      "HetuPublishing",
      [
        "HetuPublishing", "HetuPlanning", "HetuExchange", "HetuRegistry", "HetuHydrology", "HetuCartography",
        "HetuGeodesy", "HetuGeometry", "HetuSchemas", "TestSupport", grdb,
      ], exclude: ["Styles/Fixtures"]),
    tests(
      "HetuServer",
      ["HetuServer", "HetuRegistry", "HetuGeometry", "HetuSchemas", "TestSupport", httpTypes]),
    .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"], swiftSettings: settings),
    .testTarget(name: "EndToEndTests", dependencies: ["hetu", "TestSupport"], swiftSettings: settings),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),

    .plugin(name: "EmbedTexts", capability: .buildTool(), dependencies: ["embed-texts"]),
    .executableTarget(name: "embed-texts", swiftSettings: settings),
  ]
)
