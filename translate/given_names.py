"""Given names that are common where the documents come from, by language: they tell a person from an institution.

Written down by hand, never complete. A name that is also an ordinary word (Mark, Will, Luz, Marina, Domingo) is
left out: it would keep from the engine what is not a name.
"""

from collections.abc import Mapping
from types import MappingProxyType


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PORTUGUESE = _names("""
    Abel Adelaide Adelino Adriana Adriano Afonso Agostinho Albano Albertina Alberto Albino Alexandra Alexandre
    Alfredo Alice Álvaro Alzira Amadeu Amália Américo Ana André Andreia Ângela Ângelo Aníbal António Antónia
    Armando Armindo Arnaldo Artur Augusto Aurélio Bárbara Beatriz Benedita Bernardo Bruno Camila Carla Carlos
    Carolina Catarina Cecília Célia César Cláudia Cláudio Cristiano Cristina Daniel Daniela David Deolinda
    Diana Dinis Diogo Domingos Duarte Eduarda Eduardo Elisa Elisabete Emília Emílio Ermelinda Ernesto Esteban
    Eugénia Eugénio Eva Fábio Fátima Felipe Fernanda Fernando Filipa Filipe Filomena Firmino Francisca
    Francisco Gabriel Gabriela Gaspar Germano Gil Gilberto Gonçalo Graciete Guilherme Guilhermina Gustavo
    Helena Henrique Herculano Horácio Hugo Humberto Idalina Inês Irene Isabel Ivo Jaime Jerónimo Joana João
    Joaquim Joaquina Jorge José Josefa Júlia Júlio Laura Laurinda Leonor Leonardo Lídia Lourenço Lucas Lucinda
    Luís Luísa Madalena Mafalda Manuel Manuela Marcelo Márcia Marco Margarida Maria Mariana Mário Marta Martim
    Mateus Matilde Miguel Mónica Nelson Nuno Octávio Olga Olinda Orlando Óscar Palmira Patrícia Paula Paulo
    Pedro Rafael Raquel Raul Ricardo Rita Roberto Rodrigo Rogério Rosa Rosália Rosário Rui Sandra Sara
    Sebastião Sérgio Sílvia Sofia Sónia Susana Tânia Telmo Teresa Teresinha Tiago Tomás Valentim Vanessa Vasco
    Vera Vicente Virgínia Vítor Zulmira
""")
_SPANISH = _names("""
    Adolfo Adrián Adriana Agustín Aitana Alberto Alejandra Alejandro Alfonso Alfredo Alicia Almudena Álvaro
    Amparo Ana Andrea Andrés Antonia Antonio Araceli Arturo Asunción Aurora Beatriz Begoña Benito Bernardo
    Blas Carlos Carlota Carmen Carolina Catalina Cayetano Cecilia César Clara Claudia Concepción Cristina
    Cristóbal Daniel Daniela David Diego Dorotea Eduardo Elena Elisa Emilia Emilio Encarnación Enrique Ernesto
    Esteban Esther Eugenia Eugenio Eulalia Eva Federico Felipe Fermín Fernanda Fernando Francisca Francisco
    Gabriel Gabriela Gerardo Gonzalo Gregorio Guadalupe Guillermo Gustavo Héctor Hernán Hugo Ignacio Inés
    Irene Isabel Isidro Ismael Jaime Javier Jerónimo Jesús Joaquín Jorge José Josefa Josefina Juan Juana Julia
    Julián Julio Laura Leandro Leonor Leticia Lidia Lorenzo Lourdes Lucas Lucía Luis Luisa Macarena Magdalena
    Manuel Manuela Marcelo Marcos Margarita María Mariana Mariano Mario Marta Martín Mateo Matilde Mauricio
    Mercedes Miguel Montserrat Natalia Nicolás Noelia Nuria Óscar Pablo Patricia Paula Pedro Pilar Rafael
    Raimundo Ramón Ramona Raquel Raúl Ricardo Roberto Rodrigo Rosa Rosalía Rosario Rubén Samuel Sandra
    Santiago Sara Sebastián Sergio Silvia Sofía Susana Teodoro Teresa Tomás Valentín Vanesa Verónica Vicente
    Víctor Victoria Virginia Xavier Yolanda
""")
_ITALIAN = _names("""
    Achille Adele Adriana Adriano Agnese Agostino Alberto Aldo Alessandra Alessandro Alessia Alessio Alfonso
    Alfredo Alice Amedeo Andrea Angela Angelo Anna Annamaria Antonella Antonietta Antonino Antonio Arianna
    Armando Arturo Attilio Barbara Beatrice Benedetta Benedetto Bianca Bruno Camilla Carla Carlo Carmela
    Carmelo Carmine Caterina Cecilia Cesare Chiara Cinzia Claudia Claudio Concetta Corrado Cosimo Cristiano
    Cristina Damiano Daniela Daniele Dario Davide Debora Diego Domenica Domenico Donatella Edoardo Elena
    Eleonora Elisa Elisabetta Emanuela Emanuele Emilio Emma Enrica Enrico Enzo Ernesto Ettore Eugenio Eva
    Fabio Fabrizio Federica Federico Ferdinando Filippo Filomena Fiorella Flavia Flavio Franca Francesca
    Francesco Franco Gabriella Gabriele Gaetano Gennaro Gerardo Giacomo Gianluca Gianni Gilda Gino Giorgia
    Giorgio Giovanna Giovanni Girolamo Giulia Giuliana Giuliano Giulio Giuseppe Giuseppina Graziella Guido Ida
    Ignazio Ilaria Ines Irene Isabella Ivan Ivana Lara Laura Leonardo Letizia Liliana Lina Lisa Livia Loredana
    Lorella Lorenza Lorenzo Luca Lucia Luciana Luciano Lucio Luigi Luigia Luisa Maddalena Manuela Marcella
    Marcello Marco Margherita Maria Mariangela Mario Marisa Marta Martina Massimiliano Massimo Matilde Matteo
    Mattia Maurizio Mauro Michela Michele Mirella Monica Nadia Nicola Nicoletta Nicolò Nunzia Ornella Orazio
    Paola Paolo Pasquale Patrizia Pierluigi Piero Pietro Raffaele Raffaella Raimondo Renata Renato Riccardo
    Rinaldo Rita Roberta Roberto Rocco Rodolfo Rosa Rosanna Rosaria Rosario Ruggero Sabrina Salvatore Samuele
    Sandra Sandro Sara Sebastiano Serena Sergio Silvana Silvia Silvio Simona Simone Sofia Sonia Stefania
    Stefano Susanna Tania Teresa Tiziana Tommaso Umberto Ugo Valentina Valentino Valeria Valerio Vanessa
    Vincenza Vincenzo Vito Vittorio Viviana
""")
_ROMANIAN = _names("""
    Adela Adina Adrian Adriana Alexandra Alexandru Alexandrina Alin Alina Ana Anamaria Anca Andrei Andreea
    Angela Anton Aurel Aurelia Aurica Bogdan Camelia Carmen Cătălin Cătălina Cezar Ciprian Claudia Claudiu
    Constantin Constantina Corina Cornel Cornelia Cosmin Cosmina Costel Cristian Cristina Dan Dana Daniel
    Daniela Daria Delia Denisa Diana Dinu Doina Dorin Dorina Dragoș Dumitra Dumitru Ecaterina Elena Eliza
    Emanuel Emil Emilia Eugen Eugenia Felicia Filip Florentina Florian Florica Florin Florina Gabriel Gabriela
    George Georgeta Georgiana Gheorghe Gheorghița Grigore Horia Iacob Ileana Ilie Ilinca Ioan Ioana Ion Ionel
    Ionela Ionuț Irina Iulia Iulian Iuliana Laura Laurențiu Lăcrămioara Lavinia Lenuța Leonard Lidia Liliana
    Liviu Livia Loredana Luca Lucia Lucian Luminița Mădălin Mădălina Magdalena Marcel Maria Marian Mariana
    Marin Marina Marinela Marius Matei Mihaela Mihai Mihail Mircea Mirela Monica Nadia Natalia Nicolae
    Nicoleta Nicușor Octavian Oana Ovidiu Paraschiva Paul Paula Pavel Petre Petru Petronela Radu Raluca Ramona
    Răzvan Remus Rodica Roxana Ruxandra Sabina Sanda Silvia Silviu Simion Simona Sorin Sorina Stan Stelian
    Steliana Ștefan Ștefania Teodor Teodora Tiberiu Traian Tudor Valentin Valentina Valeriu Valeria Vasile
    Vasilica Veronica Victor Victoria Violeta Viorel Viorica Virgil Vlad Vladimir Zoe
""")
_ENGLISH = _names("""
    Aaron Abigail Adam Adrian Agnes Alan Albert Alexander Alexandra Alfred Alice Alison Amanda Amelia Andrew
    Angela Ann Anna Anne Anthony Arthur Ashley Barbara Beatrice Benjamin Bernard Beverley Brenda Brian Bridget
    Bruce Bryan Cameron Caroline Catherine Charles Charlotte Christina Christine Christopher Claire Clive
    Colin Craig Daniel David Deborah Denis Dennis Derek Diana Diane Donald Donna Dorothy Douglas Edith Edward
    Edwin Eileen Elaine Eleanor Elizabeth Ellen Emily Emma Eric Ernest Ethel Eva Evelyn Fiona Florence Francis
    Frederick Gareth Gary Gavin Geoffrey George Georgina Gerald Geraldine Gillian Gladys Glenn Gordon Graham
    Gregory Gwendolyn Hannah Harold Harriet Harry Heather Helen Henry Herbert Howard Hugh Hughes Ian Imogen
    Irene Isabel Isabella Jack Jacqueline James Jane Janet Janice Jason Jeffrey Jennifer Jeremy Jessica Joan
    Joanne John Jonathan Joseph Josephine Joyce Judith Julia Julian Julie Karen Katherine Kathleen Keith
    Kenneth Kevin Kimberley Laura Lauren Lawrence Leonard Leslie Lewis Linda Lisa Louis Louise Lucy Lydia
    Malcolm Margaret Maria Marian Marilyn Marjorie Martin Mary Matthew Maureen Megan Melanie Michael Michelle
    Mildred Miriam Mohammed Muriel Nancy Natalie Nathan Neil Nicholas Nicola Nigel Norman Oliver Olivia Oscar
    Pamela Patricia Patrick Paul Paula Pauline Peter Philip Phyllis Rachel Ralph Raymond Rebecca Richard
    Robert Roger Ronald Rosemary Ruth Ryan Samantha Samuel Sandra Sara Sarah Sean Sharon Sheila Shirley Simon
    Sophie Stanley Stephanie Stephen Steven Stuart Susan Sylvia Terence Teresa Theresa Thomas Timothy Tobias
    Tracey Trevor Valerie Vanessa Vera Victoria Vincent Vivian Walter Wendy William Yannick Yvonne Zachary
""")
_GERMAN = _names("""
    Achim Adelheid Albrecht Alexander Alexandra Alfons Alfred Alois Andrea Andreas Angelika Anja Anke Anna
    Anneliese Annemarie Annette Antje Anton Armin Arnold Arthur Astrid Axel Barbara Beate Benedikt Benjamin
    Bernd Bernhard Bettina Birgit Björn Brigitte Bruno Carsten Charlotte Christa Christian Christiane
    Christina Christine Christoph Claudia Clemens Cornelia Dagmar Daniel Daniela David Detlef Dieter Dietmar
    Dietrich Dominik Doris Dorothea Eberhard Eckhard Edeltraud Edith Elfriede Elisabeth Elke Ellen Emil Erhard
    Erich Erika Erwin Esther Eugen Eva Felix Ferdinand Florian Franz Franziska Frieda Friedrich Fritz Gabriele
    Georg Gerda Gerhard Gerlinde Gertrud Gisela Gottfried Gudrun Günter Günther Gustav Hanna Hannelore Hans
    Harald Hartmut Hedwig Heidi Heike Heiko Heiner Heinrich Heinz Helene Helga Helmut Henriette Henrik Herbert
    Hermann Hilde Hildegard Holger Horst Hubert Ilse Ines Inge Ingeborg Ingo Ingrid Irene Irmgard Isabell
    Jakob Jana Jens Joachim Jochen Johann Johanna Johannes Jonas Josef Jörg Judith Julia Jürgen Jutta Karin
    Karl Karsten Katharina Kathrin Katja Katrin Kerstin Klaus Konrad Kurt Lars Laura Lena Leonie Lieselotte
    Lothar Ludwig Lukas Luise Lutz Manfred Manuela Marcel Marco Margarete Margit Maria Marianne Marie Marion
    Markus Marlene Martin Martina Mathilde Matthias Max Maximilian Melanie Michael Michaela Monika Nadine
    Natalie Nicole Nikolaus Nina Norbert Olaf Oliver Oskar Otto Patrick Paul Peter Petra Philipp Rainer Ralf
    Regina Reinhard Reinhold Renate Richard Rita Robert Roland Rolf Rosemarie Rudolf Ruth Sabine Sabrina
    Sandra Sebastian Siegfried Sigrid Silke Silvia Simon Simone Sonja Sophie Stefan Stefanie Steffen Susanne
    Sven Svenja Sybille Tanja Theodor Theresa Thomas Thorsten Tobias Torsten Udo Ulrich Ulrike Ursula Ute Uwe
    Valentin Vera Verena Veronika Viktor Volker Walter Waltraud Werner Wilfried Wilhelm Wolfgang Yvonne
""")
# Persons who live in France bear French names, in whatever language a document about them is written.
_FRENCH = _names("""
    Adrien Agnès Alain Alexandre Alexis Alice Aline Amandine Amélie Anaïs André Andrée Anne Annie Antoine
    Antoinette Arnaud Arthur Audrey Aurélie Aurélien Baptiste Bastien Benoît Bernadette Bernard Bertrand
    Brigitte Bruno Camille Carole Caroline Catherine Cécile Cédric Chantal Charles Charlotte Christelle
    Christian Christine Christophe Claude Claire Clément Clémence Colette Corinne Cyril Damien Daniel Danielle
    David Delphine Denis Denise Didier Dominique Édith Édouard Élisabeth Élise Élodie Émile Émilie Emmanuel
    Emmanuelle Éric Estelle Étienne Eugène Évelyne Fabien Fabienne Fabrice Florian Francine Francis François
    Françoise Franck Frédéric Frédérique Gabriel Gaël Geneviève Georges Gérard Ghislaine Gilbert Gilles
    Ginette Grégory Guillaume Guy Hélène Henri Henriette Hervé Hubert Hugo Huguette Isabelle Jacqueline
    Jacques Jean Jean-Claude Jean-François Jean-Louis Jean-Luc Jean-Marc Jean-Marie Jean-Michel Jean-Paul
    Jean-Pierre Jeanne Jeannine Jérémy Jérôme Joël Joëlle Josette Joseph Josiane Julie Julien Juliette Justine
    Karine Kévin Laetitia Laure Laurence Laurent Léa Léo Léon Liliane Lionel Loïc Louis Louise Luc Lucas
    Lucien Lucienne Ludovic Madeleine Magali Manon Marc Marcel Marguerite Marie Marie-Christine Marie-Claude
    Marie-France Marie-Thérèse Marion Marthe Martine Mathieu Mathilde Maurice Maxime Michel Michèle Micheline
    Mireille Monique Muriel Myriam Nadine Nathalie Nicolas Nicole Noémie Odette Odile Olivier Pascal Pascale
    Patrice Patrick Paul Paulette Pauline Philippe Pierre Quentin Raymond Raymonde Régine Régis Rémi Rémy
    Renée Robert Roger Roland Romain Sabine Sandrine Sébastien Serge Simone Solange Sophie Stéphane Stéphanie
    Suzanne Sylvain Sylvie Théo Thérèse Thibault Thierry Thomas Valérie Véronique Victor Vincent Virginie
    Viviane Xavier Yann Yannick Yves Yvette Yvonne
""")
GIVEN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "pt": _PORTUGUESE | _FRENCH,
        "es": _SPANISH | _FRENCH,
        "it": _ITALIAN | _FRENCH,
        "ro": _ROMANIAN | _FRENCH,
        "en": _ENGLISH | _FRENCH,
        "de": _GERMAN | _FRENCH,
    }
)
