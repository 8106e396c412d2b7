import TestSupport
import TestTraits
import Testing

/// The certificates are made by openssl.
@Suite("Faults of TLS on the way to LiteLLM", .serialized, .whenTheMachineIsCalm, .timeLimit(.minutes(10)))
struct TLSFaultProcessTests {
    @Test(
        "No wrong number, one line at the beginning and one at the end",
        arguments: UpstreamFault.allCases.filter(\.needsTLS))
    func fault(_ fault: UpstreamFault) async throws {
        try await ScratchFolder.with { folder in
            try await UpstreamFaultTests().observe(
                fault, try FaultProxy.TLSTerms(try await Certificates(in: folder)))
        }
    }
}
