"""Veridict: does what we have published support this claim, contradict it, or neither?"""
