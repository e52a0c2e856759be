"""The published site: views computed here, printed by ``site_src/templates``, built by MkDocs."""
