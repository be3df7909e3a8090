"""The parts of the recogniser: tokens, features, network, decoding, vote."""
