"""`make bench`: how fast, how small, beside what others would do. Measures and prints; nothing here is a test.

python -m tests.bench                 everything, three to four minutes, on 127.0.0.1 only; also writes data/bench.json
python -m tests.bench flow start      only these parts: flow, turns, start, memory
"""
