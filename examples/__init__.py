"""Small programs that show how Calfwise is used from code: the engine, an adapter, a flow. The tests run them all."""
