import TestSupport
import Testing

@testable import BillOfMaterials

@Suite struct BillOfMaterialsProcessTests {
    @Test("an SPDX validator accepts the list of what the program is made of")
    func validator() async throws {
        guard
            let python = try await PythonEnvironment.find(
                for: "SPDX validator", packages: ["spdx-tools==0.8.5"], givenBy: "EXPORTER_TEST_SPDX_PYTHON")
        else { return }
        try await ScratchFolder.with { folder in
            let text = try BillOfMaterialsTests().document(folder).json()
            let good = try await python.run(
                "spdx_tools.spdx.clitools.pyspdxtools", ["-i", folder.write("a.spdx.json", text)])
            #expect(good.status == 0, "\(good.output)")
            let broken = text.replacing(#""Apache-2.0""#, with: #""Apache 2""#)
            let bad = try await python.run(
                "spdx_tools.spdx.clitools.pyspdxtools", ["-i", folder.write("b.spdx.json", broken)])
            #expect(bad.status != 0)
        }
    }
}
