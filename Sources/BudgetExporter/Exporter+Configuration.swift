public import Catalogue
public import Curl
public import LiteLLMAdmin
public import Polling
public import Serving

extension Exporter {
    /// What each part of the exporter is told, each in its own terms.
    public struct Configuration: Sendable {
        public var client: HTTPClient.Configuration
        public var proxy: AdminAPI.Configuration
        public var credential: Credential
        public var polling: Poller.Configuration
        public var rendering: Renderer.Configuration
        public var presentation: Presentation
        public var server: ExporterServer.Configuration

        public init(
            client: HTTPClient.Configuration, proxy: AdminAPI.Configuration, credential: Credential,
            polling: Poller.Configuration, rendering: Renderer.Configuration,
            presentation: Presentation = Presentation(),
            server: ExporterServer.Configuration
        ) {
            self.client = client
            self.proxy = proxy
            self.credential = credential
            self.polling = polling
            self.rendering = rendering
            self.presentation = presentation
            self.server = server
        }
    }
}
