/// What a file with a licence's text says, as SPDX calls it.
enum Licence: String {
    case apache2 = "Apache-2.0"
    case apache2WithSwiftException = "Apache-2.0 WITH Swift-exception"
    case mit = "MIT"
    case unknown = "NOASSERTION"

    init(text: String) {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if words.contains("Apache License Version 2.0") {
            self = words.contains("Runtime Library Exception") ? .apache2WithSwiftException : .apache2
        } else if words.contains("Permission is hereby granted, free of charge, to any person obtaining a copy") {
            self = .mit
        } else {
            self = .unknown
        }
    }
}
