// swift-tools-version: 6.2
import PackageDescription

// What fuzz targets are built for: tests that replay what is kept, or the program that libFuzzer gives its `main`.
let isFuzzing = Context.environment["FUZZING"] != nil
let fuzzDependencies: [Target.Dependency] = [
    "Commands", "Catalogue", "Serving", "Exposition", "LiteLLMAdmin", "Polling", "Persistence", "Budgets", "Curl",
    "Threading", "TestSupport", .logging,
]
let fuzzTarget: Target =
    isFuzzing
    ? .executableTarget(
        name: "Fuzzer", dependencies: fuzzDependencies, path: "Tests/FuzzTests", exclude: ["Replay"])
    : .testTarget(name: "FuzzTests", dependencies: fuzzDependencies, exclude: ["Fuzzer"])

let package = Package(
    name: "litellm-budget-exporter",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "litellm-budget-exporter", targets: ["litellm-budget-exporter"]),
        .executable(name: "litellm-simulator", targets: ["litellm-simulator"]),
    ],
    dependencies: [
        // Exact versions, as Package.resolved is not committed.
        // Hummingbird's default traits would link full Foundation and ICU.
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
    ],
    targets: [
        // System libraries: a module map and a header, no Swift.
        .systemLibrary(name: "CLibcurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CLibcrypt", pkgConfig: "libcrypt", providers: [.apt(["libcrypt-dev"])]),
        .systemLibrary(name: "CLibyaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        // The row that data walks along; docs/architecture.md has the table that a test holds against this file.
        .target(name: "Threading"),
        .target(name: "Hashing"),
        .target(name: "Curl", dependencies: ["CLibcurl", "Threading"]),
        .target(name: "LiteLLMAdmin", dependencies: ["Curl", "Hashing", "Threading"]),
        .target(name: "Budgets", dependencies: ["Threading"]),
        .target(name: "Persistence", dependencies: ["Budgets", "CSQLite", "Threading"]),
        .target(
            name: "Polling",
            dependencies: ["LiteLLMAdmin", "Budgets", "Persistence", "Threading", .logging, .serviceLifecycle]),
        .target(name: "Exposition", dependencies: ["CZlib"]),
        .target(name: "Catalogue", dependencies: ["Budgets", "Polling", "Exposition", "Hashing", "Threading"]),
        .target(
            name: "Serving",
            dependencies: [
                "Exposition", "Polling", "Budgets", "Hashing", "Threading", "CLibcrypt", .logging, .serviceLifecycle,
                .hummingbird, .product(name: "HummingbirdCore", package: "hummingbird"), .nioCore, .nioSSL, .nioTLS,
                .httpTypes,
            ]),
        .target(
            name: "BudgetExporter",
            dependencies: [
                "Threading", "Curl", "LiteLLMAdmin", "Polling", "Catalogue", "Serving", .logging, .serviceLifecycle,
            ]),
        .target(
            name: "LiteLLMSimulator",
            dependencies: [
                "Hashing", .product(name: "HummingbirdCore", package: "hummingbird"), .httpTypes, .nioCore, .nioPosix,
                .logging, .serviceLifecycle,
            ]),
        .target(
            name: "Commands",
            dependencies: [
                "BudgetExporter", "Threading", "Curl", "LiteLLMAdmin", "Budgets", "Persistence", "Polling",
                "Exposition",
                "Catalogue", "Serving", "LiteLLMSimulator", "CLibyaml", "CMalloc", .logging, .serviceLifecycle, .nioSSL,
                .unixSignals,
            ]),
        .executableTarget(name: "litellm-budget-exporter", dependencies: ["Commands"]),
        .executableTarget(
            name: "litellm-simulator",
            dependencies: ["LiteLLMSimulator", .logging, .serviceLifecycle, .unixSignals, .argumentParser]),

        .target(
            name: "TestSupport",
            dependencies: [
                "Budgets", "CZlib", "Threading", .logging, .nioCore, .nioPosix, .nioSSL, .subprocess,
            ], path: "Tests/TestSupport"),
        // Not a test: `make bench` builds it for release.
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "Threading", "Curl", "LiteLLMAdmin", "Budgets", "Persistence", "Polling", "Exposition", "Catalogue",
                "TestSupport",
            ], path: "Tests/Benchmarks"),
        // What suites are told by traits; apart from TestSupport, which programs use too.
        .target(name: "TestTraits", dependencies: ["Threading"], path: "Tests/TestTraits"),
        // Not a test: `make forecast-score` builds it for release.
        .executableTarget(name: "ForecastScore", dependencies: ["Budgets", "Threading"], path: "Tests/ForecastScore"),
        // Not a test: appends to a state file until a test kills it.
        .executableTarget(
            name: "LedgerWriter", dependencies: ["Persistence", "Budgets", "Threading"], path: "Tests/LedgerWriter"),
        // Not a test: the exporter with its spans divided, so that a story of hours takes minutes.
        .executableTarget(
            name: "HastyExporter", dependencies: ["Commands", "BudgetExporter", "Budgets", "Polling"],
            path: "Tests/HastyExporter"),
        // Not a test: `make sbom` and the image's build print what the program is made of.
        .executableTarget(
            name: "BillOfMaterials", dependencies: ["Catalogue", .argumentParser], path: "Tests/BillOfMaterials"),
        // Not a test: `make soak` builds it for release; a test runs it for a minute.
        .executableTarget(
            name: "Soak",
            dependencies: [
                "BudgetExporter", "Catalogue", "CMalloc", "Curl", "LiteLLMAdmin", "LiteLLMSimulator", "Persistence",
                "Polling", "Serving", "Threading", "TestSupport", .logging, .serviceLifecycle,
            ], path: "Tests/Soak"),
        // A story that the shipped alert rules have to tell, on real programs; played by a test and by `make alert-story`.
        .target(
            name: "AlertStory",
            dependencies: [
                "LiteLLMSimulator", "Persistence", "Budgets", "Threading", "TestSupport", "HastyExporter",
                .product(name: "HummingbirdCore", package: "hummingbird"), .httpTypes, .nioCore, .nioPosix,
                .product(name: "Yams", package: "Yams"), .logging, .serviceLifecycle,
            ], path: "Tests/AlertStory"),
        // Not a test: `make alert-story` shows it to a person.
        .executableTarget(
            name: "alert-story", dependencies: ["AlertStory", .serviceLifecycle, .unixSignals],
            path: "Tests/alert-story"),
        .testTarget(name: "CurlTests", dependencies: ["Curl", "Threading", "TestSupport"]),
        .testTarget(name: "ThreadingTests", dependencies: ["Threading"]),
        .testTarget(name: "HashingTests", dependencies: ["Hashing"]),
        .testTarget(name: "BudgetsTests", dependencies: ["Budgets", "Threading", "TestSupport"]),
        .testTarget(
            name: "PersistenceTests",
            dependencies: ["Persistence", "CSQLite", "Budgets", "Threading", "TestSupport", "LedgerWriter"]),
        .testTarget(name: "LiteLLMAdminTests", dependencies: ["LiteLLMAdmin", "Curl", "Threading", "TestSupport"]),
        .testTarget(
            name: "PollingTests",
            dependencies: [
                "Polling", "Persistence", "LiteLLMAdmin", "LiteLLMSimulator", "Budgets", "Curl", "Threading",
                "TestSupport", .logging,
            ]),
        .testTarget(name: "ExpositionTests", dependencies: ["Exposition", "TestSupport"]),
        .testTarget(
            name: "ServingTests",
            dependencies: [
                "Serving", "Curl", "LiteLLMAdmin", "CZlib", "Exposition", "Polling", "Budgets", "Threading",
                "TestSupport", .logging, .serviceLifecycle, .nioCore, .nioPosix, .nioSSL,
            ], exclude: ["Golden"]),
        .testTarget(
            name: "PageTests",
            dependencies: [
                "Serving", "LiteLLMAdmin", "Exposition", "Polling", "Budgets", "Threading", "TestSupport", .logging,
                .serviceLifecycle,
            ], exclude: ["look_at_pages.py"]),
        .testTarget(
            name: "LiteLLMSimulatorTests",
            dependencies: ["LiteLLMSimulator", "TestSupport", .nioCore, .nioPosix, .logging, .serviceLifecycle]),
        .testTarget(
            name: "CatalogueTests",
            dependencies: ["Catalogue", "Exposition", "Polling", "Budgets", "Hashing", "Threading", "TestSupport"]),
        .testTarget(name: "ArchitectureTests"),
        .testTarget(
            name: "FaultTests",
            dependencies: [
                "BudgetExporter", "Catalogue", "Curl", "LiteLLMAdmin", "LiteLLMSimulator", "Polling", "Serving",
                "Threading", "TestSupport", "TestTraits", "Soak", .logging, .serviceLifecycle, .nioCore, .nioPosix,
            ]),
        .testTarget(
            name: "AlertStoryTests",
            dependencies: ["AlertStory", "TestSupport", .product(name: "Yams", package: "Yams")]),
        .testTarget(
            name: "AlertTests",
            dependencies: [
                "Catalogue", "Budgets", "Exposition", "LiteLLMAdmin", "Polling", "TestSupport",
                .product(name: "Yams", package: "Yams"),
            ]),
        .testTarget(
            name: "DashboardTests",
            dependencies: [
                "Catalogue", "Polling", "LiteLLMAdmin", "LiteLLMSimulator", "Budgets", "Exposition",
                "Curl", "Threading", "TestSupport", .logging,
            ]),
        .testTarget(
            name: "CommandsTests",
            dependencies: [
                "Commands", "BudgetExporter", "Catalogue", "Curl", "Exposition", "LiteLLMAdmin", "LiteLLMSimulator",
                "Budgets", "Polling", "Serving", "Threading", "TestSupport",
                .logging,
            ],
            exclude: ["Golden"]),
        .testTarget(
            name: "DeploymentTests",
            dependencies: [
                "BillOfMaterials", "Commands", "Catalogue", "LiteLLMAdmin", "Serving", "TestSupport",
                .product(name: "Yams", package: "Yams"),
            ]),
        fuzzTarget,
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "Curl", "Threading", "TestSupport", "TestTraits", "AlertStory", "alert-story", .subprocess,
                .product(name: "Yams", package: "Yams"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)

extension Target.Dependency {
    static let logging = product(name: "Logging", package: "swift-log")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let nioTLS = product(name: "NIOTLS", package: "swift-nio")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let subprocess = product(name: "Subprocess", package: "swift-subprocess")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
}

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
        .enableUpcomingFeature("ExistentialAny"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
        .enableUpcomingFeature("MemberImportVisibility"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
        .enableUpcomingFeature("InternalImportsByDefault"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0461-async-function-isolation.md
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
}

if isFuzzing {
    // Not the dependencies, nor by `--sanitize`, which would have them: libFuzzer is to look for new paths in what is ours.
    // What reads the pages again (TestSupport) is to be fast, and no path of its own is of interest.
    for target in package.targets where target.type != .system {
        let sanitizers = target.name == "TestSupport" ? [] : ["-sanitize=address,fuzzer"]
        target.swiftSettings?.append(.unsafeFlags(sanitizers + ["-O"]))
    }
    fuzzTarget.linkerSettings = [.unsafeFlags(["-sanitize=address,fuzzer"])]
}

// For builds of a few targets under a sanitizer: only these, by their names with commas between, and what they need.
if let wanted = Context.environment["ONLY_TARGETS"] {
    var kept: Set<String> = []
    var next = wanted.split(separator: ",").map(String.init)
    while let name = next.popLast() {
        guard kept.insert(name).inserted, let target = package.targets.first(where: { $0.name == name }) else {
            continue
        }
        next += target.dependencies.compactMap { dependency in
            switch dependency {
            case .byNameItem(let name, _), .targetItem(let name, _): name
            default: nil
            }
        }
    }
    package.targets.removeAll { !kept.contains($0.name) }
    package.products = []
}
