import ArgumentParser
import FoundationEssentials
import LiteLLMSimulator

/// A fault as it is posted to the control route.
struct FaultArgument: ExpressibleByArgument {
    let fault: Fault

    init?(argument: String) {
        guard let fault = try? JSONDecoder().decode(Fault.self, from: Data(argument.utf8)) else { return nil }
        self.fault = fault
    }
}
