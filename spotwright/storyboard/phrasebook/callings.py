"""Places and people one turns to: care at the end of life, a table for two, a workshop, a maker of furniture."""

from spotwright.storyboard.phrasebook.lines import subject

CALLINGS = (
    subject(
        "care",
        """
        hospice hospices palliative bereavement bereaved funeral funerals undertaker undertakers mourning grief dementia
        end-of-life
        """,
        hooks="""
            Nobody should be alone with this||ws
            When time becomes precious||ws
            You do not have to do this alone||ws
            Some days need more than strength||ws
            """,
        pains="There are days when everything is too much||ws",
        softs="""
            Time for what matters||ws
            Someone is there||ws
            With respect, and without hurry||ws
            """,
        picture="open hands",
        views="""
            soft daylight through a thin curtain
            two hands resting on a blanket
            an empty bench under an old tree, early morning
            """,
    ),
    subject(
        "restaurant",
        """
        restaurant trattoria pizzeria ristorante osteria bistro brasserie taverna tavern steakhouse gastropub
        eatery diner izakaya
        """,
        hooks="""
            Your table is waiting
            An evening around the table||w
            Come hungry||yb
            Good company starts with good food||w
            An evening worth dressing for||x
            """,
        pains="Cooking again tonight?||yw",
        softs="""
            Sit down. Stay a while.||w
            A table to come back to
            """,
        picture="set table",
        views="""
            a plate set down in warm light
            flames moving at the back of an oven
            a long table filling with people and glasses
            """,
    ),
    subject(
        "furniture",
        """
        furniture cabinetmaker carpenter carpentry joinery woodwork sofa sofas armchair armchairs sideboard bookcase
        upholstery walnut
        """,
        hooks="""
            Made to stay
            The piece a room is built around||xr
            Run your hand along the edge||wx
            Sit down for a moment||w
            Rooms remember|Good rooms stay with you.|x
            """,
        pains="Something about the room is off|You like your home. Something is just missing.",
        softs="""
            Quietly beautiful, every day||x
            Made for real life
            Feels right from day one
            """,
        picture="wooden chair",
        views="""
            a hand running over wood grain
            shavings curling off a plane in slow motion
            morning light crossing a bare table
            """,
    ),
    subject(
        "repair",
        """
        repair repairs repairing repaired workshop mechanic mechanics locksmith cobbler tailor restoration watchmaker
        servicing
        """,
        hooks="""
            Too good to throw away
            Broken? Not for long.||yb
            It deserves another round||w
            In skilled hands||rx
            """,
        pains="It won’t fix itself",
        softs="""
            Good as it should be
            Done, and done properly|Done properly, so you can forget about it.
            """,
        picture="tool box",
        views="""
            tools laid out in order on clean canvas
            hands turning a small screw, close
            a wheel spinning true under a lamp
            """,
    ),
)
