"""The media library: a film in, an MP4 out.

It knows pixels and samples, not people: nothing of Spotwright outside this package is imported here.

The way of a film through the package::

    Film (film.py)             what the ad says and shows, scene by scene
      └─ layout ──▶ Timeline   every layer, with its motion, for one shape of screen (timeline.py)
           └─ compositor ──▶ frames in the encoder's own colour space
                └─ encoder ──▶ segments ──▶ one MP4, with the mixed sound track
"""
