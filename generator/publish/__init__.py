"""A Site -> a folder, or MkDocs: the writer, the plugin, the build. The only folder that knows MkDocs."""
